/** The end of a signed value on the page. */
export interface ValueEnd {
  /** Whether it was on screen. */
  isSeen: boolean;
  /** Whether it is in a box that scrolls on its own. */
  isInBox: boolean;
}

/**
 * The values that were not gone through, in order: those below the last one whose end was on screen,
 * and those in a box that was not scrolled to its end.
 */
export function valuesLeft<T extends ValueEnd>(ends: readonly T[]): T[] {
  const last = ends.findLastIndex(({ isSeen, isInBox }) => isSeen && !isInBox);
  return ends.filter(({ isSeen, isInBox }, index) => !isSeen && (isInBox || index > last));
}
