/** A seen part of an element: pixels from the element's top. */
export interface Span {
  from: number;
  to: number;
}

/** Pixels that a rounded layout may hide at an end of a span. */
const tolerance = 2;

/** The spans with `added`, joined where spans meet, from the top. */
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
 * The beginning of the first unseen part of an item; undefined for a seen item.
 * @param isFolded whether a part is behind a press, or beyond the edge of the screen.
 */
export function firstGap(spans: readonly Span[], height: number, isFolded = false): number | undefined {
  const [first] = spans;
  if (isFolded || !first || first.from > tolerance) return 0;
  return first.to >= height - tolerance ? undefined : first.to;
}

/**
 * Whether a person can read at this speed: at most a screen per second. A jump or a flung page shows
 * lines too briefly to count.
 * @param pixels the distance scrolled in `milliseconds`.
 */
export function isReadable(pixels: number, milliseconds: number, screen: number): boolean {
  return Math.abs(pixels) * 1000 <= screen * Math.max(1, milliseconds);
}
