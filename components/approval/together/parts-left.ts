/** A part of the page that an approver has to see, such as a row. */
export interface Part {
  /** The part's name on the page. */
  id: string;
  /** Identifies what the part shows: with other content it has to be seen again. */
  key: string;
  /** Whether the page shows the whole part at this moment, and not only its first line. */
  isOpen: boolean;
}

/** A mark on the page, at the beginning or the end of a signed value. */
export interface Mark {
  part: string;
  isSeen: boolean;
}

/**
 * The parts of which something was never on screen, in order. A part without a mark on the page counts
 * as unseen: nothing is known about it.
 * @param seenBefore the keys of the parts that were seen completely.
 */
export function partsLeft(
  parts: readonly Part[],
  marks: readonly Mark[],
  seenBefore: ReadonlySet<string>,
): Part[] {
  return parts.filter(({ id, key, isOpen }) => {
    if (seenBefore.has(key)) return false;
    const own = marks.filter(({ part }) => part === id);
    return !isOpen || own.length === 0 || own.some(({ isSeen }) => !isSeen);
  });
}
