/**
 * The offers that are not selected at first: for an owner who returns to change a selection, the
 * offers not selected before, otherwise the offers beyond the maximum of one acceptance.
 */
export function leftOut(offerIds: string[], ticked: readonly string[], mostAtOnce: number): string[] {
  const isBack = offerIds.some((id) => ticked.includes(id));
  return isBack ? offerIds.filter((id) => !ticked.includes(id)) : offerIds.slice(mostAtOnce);
}
