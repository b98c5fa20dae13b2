/**
 * The offers that are initially not selected. When the owner returns to change a selection: the
 * offers not selected before. Otherwise: the offers beyond the maximum of one acceptance.
 */
export function leftOut(offerIds: string[], ticked: readonly string[], mostAtOnce: number): string[] {
  const isBack = offerIds.some((id) => ticked.includes(id));
  return isBack ? offerIds.filter((id) => !ticked.includes(id)) : offerIds.slice(mostAtOnce);
}
