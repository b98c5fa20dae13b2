/** The checkboxes of a form, and the state they were drawn from. */
export interface Ticks {
  /**
   * The state when the checkboxes were drawn: saving removes only entries that the editor has seen.
   */
  seen: readonly string[];
  ticked: readonly string[];
  /** Increases when the checkboxes have to be redrawn. */
  round: number;
}

/**
 * Follows the current state when the page is re-rendered under the form. Checkboxes changed by the
 * editor stay, with their original state, so that the server refuses to save over another person's
 * change.
 */
export function followed(ticks: Ticks, now: readonly string[]): Ticks {
  const { seen, ticked, round } = ticks;
  if (hasSameMembers(seen, now)) return ticks;
  if (hasSameMembers(ticked, now)) return { seen: now, ticked, round };
  return hasSameMembers(ticked, seen) ? { seen: now, ticked: now, round: round + 1 } : ticks;
}

function hasSameMembers(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((id) => other.includes(id));
}
