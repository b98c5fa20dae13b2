"use client";

import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { type Part, partsLeft } from "./parts-left.ts";

/** The approver's way through the parts that have to be seen. */
export interface SeenParts {
  /** How many of the parts are left; undefined until the page has looked. */
  left: number | undefined;
  /** The first part that is left. */
  next: Part | undefined;
}

/**
 * Watches which parts were on screen, between the bars that cover the page: each mark inside an element
 * with `data-part` has to be there once. What was scrolled past in a jump was not on screen. Not a timer:
 * a person who reads fast is not held up.
 * @param parts what has to be seen, in the order of the page.
 */
export function useSeenParts(parts: readonly Part[]): SeenParts {
  const [seen, setSeen] = useState<ReadonlySet<string>>(new Set());
  const [hasLooked, setHasLooked] = useState(false);
  const onScreen = useRef(new WeakSet<Element>());
  const latest = useRef({ parts, seen });
  useLayoutEffect(() => {
    latest.current = { parts, seen };
  });
  // Opened details have marks of their own.
  const shown = parts.map(({ key, isOpen }) => `${isOpen} ${key}`).join();

  // biome-ignore lint/correctness/useExhaustiveDependencies: the marks are those of what is shown
  useEffect(() => {
    const elements = [...document.querySelectorAll<HTMLElement>("[data-part] [data-signed-end]")];
    const tell = () => {
      const { parts: wanted, seen: before } = latest.current;
      const marks = elements.map((element) => ({
        part: element.closest<HTMLElement>("[data-part]")?.dataset.part ?? "",
        isSeen: onScreen.current.has(element),
      }));
      const left = new Set(partsLeft(wanted, marks, before).map(({ key }) => key));
      const added = wanted.filter(({ key }) => !left.has(key) && !before.has(key));
      if (added.length > 0) setSeen(new Set([...before, ...added.map(({ key }) => key)]));
      setHasLooked(true);
    };
    return watch(elements, (element) => onScreen.current.add(element), tell);
  }, [shown]);

  const left = parts.filter(({ key }) => !seen.has(key));
  return { left: hasLooked ? left.length : undefined, next: left[0] };
}

/** Calls `onSeen` for each mark that comes on screen. What a bar covers is not on screen. */
function watch(elements: HTMLElement[], onSeen: (element: Element) => void, tell: () => void): () => void {
  const bars = ["[data-top-bar]", "[data-decision-bar]"].map((name) =>
    document.querySelector<HTMLElement>(name),
  );
  let observer: IntersectionObserver | undefined;
  const start = () => {
    observer?.disconnect();
    const [top = 0, bottom = 0] = bars.map((bar) => bar?.offsetHeight ?? 0);
    observer = new IntersectionObserver(
      (entries) => {
        for (const { target, isIntersecting } of entries) if (isIntersecting) onSeen(target);
        tell();
      },
      { rootMargin: `-${top}px 0px -${bottom}px 0px` },
    );
    for (const element of elements) observer.observe(element);
  };
  // Tells the first size too, and again when a notice makes a bar higher.
  const resized = new ResizeObserver(start);
  for (const bar of bars) if (bar) resized.observe(bar);
  if (elements.length === 0) tell();
  return () => {
    resized.disconnect();
    observer?.disconnect();
  };
}

/** Brings a part onto the screen, and moves the focus there. */
export function showPart({ id }: Part): void {
  const part = document.querySelector<HTMLElement>(`[data-part="${CSS.escape(id)}"]`);
  if (!part) return;
  const control = part.querySelector<HTMLElement>("input:not(:disabled), button, a[href]") ?? part;
  control.focus({ preventScroll: true });
  const behavior = matchMedia("(prefers-reduced-motion: reduce)").matches ? "instant" : "smooth";
  const visible = document.documentElement.clientHeight;
  const { top, bottom } = part.getBoundingClientRect();
  // A part longer than the screen: on by less than a screen, so that no line is skipped.
  if (top < visible / 4 && bottom > visible / 2) scrollBy({ behavior, top: visible / 2 });
  else part.scrollIntoView({ behavior, block: "start" });
}
