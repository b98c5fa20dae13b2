/** Boxes of a form, and what it was made from. */
export interface Ticks {
  /** What was there when the boxes were drawn: whoever saves has seen this, and takes out nobody else. */
  seen: readonly string[];
  ticked: readonly string[];
  /** Rises when the boxes have to be drawn anew. */
  round: number;
}

/**
 * Follows what is there now, when the page was rendered anew under the form. Boxes that somebody changed stay as they are, with what they were
 * changed from, so that saving them is refused where it would undo what somebody else did.
 */
export function followed(ticks: Ticks, now: readonly string[]): Ticks {
  const { seen, ticked, round } = ticks;
  if (isSameSet(seen, now)) return ticks;
  if (isSameSet(ticked, now)) return { seen: now, ticked, round };
  return isSameSet(ticked, seen) ? { seen: now, ticked: now, round: round + 1 } : ticks;
}

function isSameSet(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((id) => other.includes(id));
}
