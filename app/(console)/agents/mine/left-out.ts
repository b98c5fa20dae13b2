/**
 * Which offers are not ticked at first: those that were not before, when somebody comes back to tick others; else those that are too many to
 * accept at once.
 */
export function leftOut(offerIds: string[], ticked: readonly string[], mostAtOnce: number): string[] {
  const isBack = offerIds.some((id) => ticked.includes(id));
  return isBack ? offerIds.filter((id) => !ticked.includes(id)) : offerIds.slice(mostAtOnce);
}
