/** A part of an element that was on screen: pixels from the element's top. */
export interface Span {
  from: number;
  to: number;
}

/** Pixels that rounding of the layout may hide at an end of a span. */
const tolerance = 2;

/** The spans with one more, joined where they meet, from the top. */
export function addSpan(spans: readonly Span[], added: Span): Span[] {
  if (added.to <= added.from) return [...spans];
  const joined: Span[] = [];
  for (const { from, to } of [...spans, added].sort((one, other) => one.from - other.from)) {
    const last = joined.at(-1);
    if (last && from <= last.to + tolerance) last.to = Math.max(last.to, to);
    else joined.push({ from, to });
  }
  return joined;
}

/**
 * Where the first part of an item begins that was never on screen; undefined once all of it was.
 * @param isFolded whether something of it is behind a press, or beyond the edge of the screen.
 */
export function firstGap(spans: readonly Span[], height: number, isFolded = false): number | undefined {
  const [first] = spans;
  if (isFolded || !first || first.from > tolerance) return 0;
  return first.to >= height - tolerance ? undefined : first.to;
}

/**
 * Whether a person can read at this speed: at most a screen per second. What passes faster, because
 * the person jumped or flung the page, was not on screen long enough to count.
 * @param pixels the distance scrolled in `milliseconds`.
 */
export function isReadable(pixels: number, milliseconds: number, screen: number): boolean {
  return Math.abs(pixels) * 1000 <= screen * Math.max(1, milliseconds);
}
