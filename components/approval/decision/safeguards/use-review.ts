"use client";

import { useEffect, useRef, useState } from "react";
import { type ValueEnd, valuesLeft } from "./values-left.ts";

interface PageEnd extends ValueEnd {
  element: HTMLElement;
}

/** The approver's way through the signed values. */
export interface Review {
  /** How many values are left; undefined until the page has looked. */
  left: number | undefined;
  /** Brings the next values onto the screen, and moves the focus there. */
  showNext: () => void;
}

/**
 * Watches which signed values of this page had their end on screen, above the decision bar. Not a
 * timer: a person who reads fast is not held up.
 * @param shown identifies what the page shows. When it changes, the review starts anew.
 */
export function useReview(shown: string): Review {
  const [found, setFound] = useState<{ left: number; of: string }>();
  const ends = useRef<PageEnd[]>([]);

  useEffect(() => {
    ends.current = findEnds();
    const listEnd = document.querySelector<HTMLElement>("[data-signed-list-end]:not(dialog *)");
    const tell = () => {
      const left = valuesLeft(ends.current).length;
      setFound({ left, of: shown });
      if (listEnd) listEnd.tabIndex = left > 0 ? 0 : -1;
    };
    const stopWatching = watch(ends.current, tell);
    const passAll = () => {
      for (const end of ends.current) end.isSeen ||= !end.isInBox;
      tell();
    };
    listEnd?.addEventListener("focus", passAll);
    return () => {
      stopWatching();
      listEnd?.removeEventListener("focus", passAll);
    };
  }, [shown]);

  return {
    left: found?.of === shown ? found.left : undefined,
    showNext: () => {
      const [next] = valuesLeft(ends.current);
      if (next) show(next);
    },
  };
}

function findEnds(): PageEnd[] {
  return [...document.querySelectorAll<HTMLElement>("[data-signed-end]:not(dialog *)")].map((element) => ({
    element,
    isInBox: element.dataset.signedEnd === "box",
    isSeen: false,
  }));
}

/** Marks the ends that come on screen. What the decision bar or the tab bar covers is not on screen. */
function watch(ends: PageEnd[], onChange: () => void): () => void {
  const bar =
    document.querySelector<HTMLElement>("[data-decision-bar]") ??
    document.querySelector<HTMLElement>("[data-tab-bar]");
  const byElement = new Map<Element, PageEnd>(ends.map((end) => [end.element, end]));
  let observer: IntersectionObserver | undefined;
  const start = () => {
    observer?.disconnect();
    const rootMargin = `0px 0px -${bar?.offsetHeight ?? 0}px 0px`;
    observer = new IntersectionObserver(
      (entries) => {
        for (const entry of entries) {
          const end = byElement.get(entry.target);
          if (end && (entry.isIntersecting || (isAbove(entry) && !end.isInBox))) end.isSeen = true;
        }
        onChange();
      },
      { rootMargin },
    );
    for (const { element } of ends) observer.observe(element);
  };
  // Tells the first size too, and again when a notice makes the bar higher.
  const resized = new ResizeObserver(start);
  if (bar) resized.observe(bar);
  if (!bar?.offsetHeight) start();
  if (ends.length === 0) onChange();
  return () => {
    resized.disconnect();
    observer?.disconnect();
  };
}

/** Scrolled past, perhaps before the page's script ran. */
function isAbove({ boundingClientRect, rootBounds }: IntersectionObserverEntry): boolean {
  return boundingClientRect.bottom <= (rootBounds?.top ?? 0);
}

function show({ element, isInBox }: PageEnd): void {
  const value = element.parentElement ?? element;
  value.tabIndex = -1;
  value.focus({ preventScroll: true });
  const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const behavior = isCalm ? "instant" : "smooth";
  const visible = document.documentElement.clientHeight;
  // A jump past the end, without it on the screen, leads back to the value.
  const isBegun =
    value.getBoundingClientRect().top < visible / 4 && element.getBoundingClientRect().bottom > 0;
  if (isInBox) element.scrollIntoView({ behavior, block: "center", inline: "end" });
  // A value longer than the screen: on by less than a screen, so that no line is skipped.
  else if (isBegun) scrollBy({ behavior, top: visible / 2 });
  else value.scrollIntoView({ behavior, block: "start" });
}
