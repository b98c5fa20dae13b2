import { addSpan, firstGap, isReadable, type Span } from "./seen-lines.ts";

/** The time at rest after scrolling before the page looks, in milliseconds. */
const restMilliseconds = 120;
/** Room above a value after scrolling there, in pixels. */
const room = 8;

/**
 * Watches which items of the page (`data-review="signal"` and `data-review="value"`) were on screen:
 * every line, at rest or at a readable speed, not behind a bar and not beyond an edge. A folded item
 * (`data-folded`) has to be opened, and a changed text has to be seen again. `data-review="none"`
 * leaves out its content.
 * @param onChange gets the number of unseen items.
 */
export function watchItems(onChange: (left: number) => void) {
  let seen = new WeakMap<Element, Span[]>();
  /** The text of each completely seen item: a new text has to be seen again. */
  const done = new WeakMap<Element, string>();
  let last = { y: scrollY, at: performance.now() };
  let rest: ReturnType<typeof setTimeout> | undefined;
  let frame = 0;
  let width = innerWidth;

  const gapOf = (item: HTMLElement) => {
    const isFolded = item.dataset.folded !== undefined || isCutSideways(item);
    return firstGap(seen.get(item) ?? [], item.getBoundingClientRect().height, isFolded);
  };
  const isLeft = (item: HTMLElement) => {
    const text = textOf(item);
    if (done.get(item) === text) return false;
    // Seen lines of an earlier text say nothing about the new text.
    if (done.delete(item)) seen.delete(item);
    if (isHidden(item) || gapOf(item) !== undefined) return true;
    done.set(item, text);
    return false;
  };
  const itemsLeft = () => findItems().filter(isLeft);
  const count = () => onChange(itemsLeft().length);

  function look() {
    if (document.visibilityState !== "visible") return;
    const { top, bottom } = openScreen();
    for (const item of itemsLeft()) {
      const box = item.getBoundingClientRect();
      const part = { from: Math.max(0, top - box.top), to: Math.min(box.height, bottom - box.top) };
      if (isHidden(item) || part.to <= part.from) continue;
      seen.set(item, addSpan(seen.get(item) ?? [], part));
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
    // Lines break elsewhere, so that positions in a partly seen item are void.
    if (innerWidth !== width) seen = new WeakMap();
    width = innerWidth;
    lookSoon();
  }

  const sizes = new ResizeObserver(lookSoon);
  for (const element of [document.body, ...document.querySelectorAll("[data-decision-bar]")])
    sizes.observe(element);
  addEventListener("scroll", scrolled, { passive: true });
  addEventListener("resize", resized);
  document.addEventListener("visibilitychange", lookSoon);
  look();

  return {
    /** Counts a new choice of items, of which several may be on screen. */
    recount() {
      count();
      lookSoon();
    },
    showNext() {
      const left = itemsLeft();
      const next = left.find(({ dataset }) => dataset.review === "signal") ?? left[0];
      if (next) show(next, () => gapOf(next) ?? 0);
      // Where the page doesn't need to scroll, no event causes a look.
      lookSoon();
    },
    stop() {
      clearTimeout(rest);
      cancelAnimationFrame(frame);
      sizes.disconnect();
      removeEventListener("scroll", scrolled);
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

/** An item's text without its running times. */
function textOf(item: HTMLElement): string {
  const times = [...item.querySelectorAll("time")].map(({ textContent }) => textContent);
  return times.reduce((text, time) => text.replace(time, ""), item.textContent);
}

/** Whether a part of an item is out of sight beyond the edge of the item or the screen. */
function isCutSideways(item: HTMLElement): boolean {
  const box = item.getBoundingClientRect();
  const screen = document.documentElement.clientWidth;
  return [...item.querySelectorAll<HTMLElement>("*")]
    .filter((part) => part instanceof HTMLElement && part.childElementCount === 0)
    .some((part) => {
      // Lines break for text: the padding of a value may stand over the item's edge.
      const padding = Number.parseFloat(getComputedStyle(part).paddingRight);
      const [left, right] = [Math.max(0, box.left - padding), Math.min(screen, box.right + padding)];
      // A part for screen readers is 1 px wide.
      return [...part.getClientRects()].some(
        (at) => at.width > 1 && (at.right > right + 1 || at.left < left - 1),
      );
    });
}

/** In a folded part of the page, or left out in this width. */
function isHidden(item: HTMLElement): boolean {
  return !item.checkVisibility({ visibilityProperty: true });
}

/** The part of the screen without bars: pixels from the top of the screen. */
function openScreen(): { top: number; bottom: number } {
  let [top, bottom] = [0, innerHeight];
  for (const bar of document.querySelectorAll<HTMLElement>(
    "[data-environment-bar], [data-sheet-bar], [data-top-bar], [data-decision-bar], [data-tab-bar]",
  )) {
    const { position } = getComputedStyle(bar);
    const box = bar.getBoundingClientRect();
    if (box.height === 0 || (position !== "fixed" && position !== "sticky")) continue;
    if (box.top <= top + 1) top = Math.max(top, box.bottom);
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
  // After folded content is on the page.
  requestAnimationFrame(() => {
    const { top } = item.getBoundingClientRect();
    scrollBy({ behavior, top: top + gapOf() - openScreen().top - room });
  });
}
