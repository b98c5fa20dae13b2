import { addSpan, firstGap, isReadable, type Span } from "./seen-lines.ts";

/** How long a page has to be at rest after it was scrolled, in milliseconds. */
const restMilliseconds = 120;
/** Room above a value that the page scrolls to, in pixels. */
const room = 8;

/**
 * Watches which of the page's items (`data-review="signal"` and `data-review="value"`) were on
 * screen: every line of them, at rest or at a readable speed, and not behind a bar. A box in an item
 * that scrolls sideways (`data-scrolls`) has to be scrolled to its end, and an item that is folded
 * (`data-folded`) has to be opened. `data-review="none"` leaves out what is in it.
 * @param onChange gets the number of items that are left.
 */
export function watchItems(onChange: (left: number) => void) {
  let seen = new WeakMap<Element, Span[]>();
  const done = new WeakSet<Element>();
  const atEnd = new WeakSet<Element>();
  let last = { y: scrollY, at: performance.now() };
  let rest: ReturnType<typeof setTimeout> | undefined;
  let frame = 0;
  let width = innerWidth;

  const gapOf = (item: HTMLElement) => {
    const isFolded =
      item.dataset.folded !== undefined || boxesOf(item).some((box) => isCut(box) && !atEnd.has(box));
    return firstGap(seen.get(item) ?? [], item.getBoundingClientRect().height, isFolded);
  };
  const itemsLeft = () => {
    const left = findItems().filter((item) => !done.has(item));
    for (const item of left) if (!isHidden(item) && gapOf(item) === undefined) done.add(item);
    return left.filter((item) => !done.has(item));
  };
  const count = () => onChange(itemsLeft().length);

  function look() {
    if (document.visibilityState !== "visible") return;
    const { top, bottom } = openScreen();
    for (const item of itemsLeft()) {
      const box = item.getBoundingClientRect();
      const part = { from: Math.max(0, top - box.top), to: Math.min(box.height, bottom - box.top) };
      if (isHidden(item) || part.to <= part.from) continue;
      seen.set(item, addSpan(seen.get(item) ?? [], part));
      for (const inner of boxesOf(item)) if (!isCut(inner) || isScrolledToEnd(inner)) atEnd.add(inner);
    }
    count();
  }

  function lookSoon() {
    clearTimeout(rest);
    rest = setTimeout(look, restMilliseconds);
  }

  function scrolled() {
    const now = { y: scrollY, at: performance.now() };
    if (isReadable(now.y - last.y, now.at - last.at, innerHeight)) {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(look);
    }
    last = now;
    lookSoon();
  }

  function resized() {
    // Lines break elsewhere, so that positions in an item that was seen in part mean something else.
    if (innerWidth !== width) seen = new WeakMap();
    width = innerWidth;
    lookSoon();
  }

  const sizes = new ResizeObserver(lookSoon);
  for (const element of [document.body, ...document.querySelectorAll("[data-decision-bar]")])
    sizes.observe(element);
  // Also of boxes that scroll on their own, whose events don't bubble.
  addEventListener("scroll", scrolled, { passive: true, capture: true });
  addEventListener("resize", resized);
  document.addEventListener("visibilitychange", lookSoon);
  look();

  return {
    count,
    showNext() {
      const left = itemsLeft();
      const next = left.find(({ dataset }) => dataset.review === "signal") ?? left[0];
      if (next) show(next, () => gapOf(next) ?? 0);
    },
    stop() {
      clearTimeout(rest);
      cancelAnimationFrame(frame);
      sizes.disconnect();
      removeEventListener("scroll", scrolled, { capture: true });
      removeEventListener("resize", resized);
      document.removeEventListener("visibilitychange", lookSoon);
    },
  };
}

function findItems(): HTMLElement[] {
  return [
    ...document.querySelectorAll<HTMLElement>(
      "[data-review]:not([data-review=none], [data-review] *, dialog *)",
    ),
  ];
}

function boxesOf(item: HTMLElement): HTMLElement[] {
  return [...item.querySelectorAll<HTMLElement>("[data-scrolls]")];
}

function isCut({ scrollWidth, clientWidth }: HTMLElement): boolean {
  return scrollWidth > clientWidth + 1;
}

function isScrolledToEnd({ scrollLeft, scrollWidth, clientWidth }: HTMLElement): boolean {
  return Math.ceil(scrollLeft) + clientWidth >= scrollWidth - 1;
}

/** In a part of the page that is folded, or left out in this width. */
function isHidden(item: HTMLElement): boolean {
  return !item.checkVisibility({ visibilityProperty: true });
}

/** The part of the screen that no bar covers: pixels from the top of the screen. */
function openScreen(): { top: number; bottom: number } {
  let [top, bottom] = [0, innerHeight];
  for (const bar of document.querySelectorAll<HTMLElement>(
    "[data-sheet-bar], [data-top-bar], [data-decision-bar], [data-tab-bar]",
  )) {
    const { position } = getComputedStyle(bar);
    const box = bar.getBoundingClientRect();
    if (box.height === 0 || (position !== "fixed" && position !== "sticky")) continue;
    if (box.top <= 1) top = Math.max(top, box.bottom);
    else if (position === "fixed") bottom = Math.min(bottom, box.top);
  }
  return { top, bottom };
}

function show(item: HTMLElement, gapOf: () => number): void {
  if (item.dataset.folded !== undefined) item.querySelector<HTMLElement>("[aria-expanded=false]")?.click();
  for (let fold = item.closest("details"); fold; fold = fold.parentElement?.closest("details") ?? null)
    fold.open = true;
  item.tabIndex = -1;
  item.focus({ preventScroll: true });
  const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const behavior = isCalm ? "instant" : "smooth";
  for (const box of boxesOf(item)) if (isCut(box)) box.scrollBy({ behavior, left: box.clientWidth * 0.8 });
  // Once what was folded is on the page.
  requestAnimationFrame(() => {
    const { top } = item.getBoundingClientRect();
    scrollBy({ behavior, top: top + gapOf() - openScreen().top - room });
  });
}
