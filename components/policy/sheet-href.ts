/** The address of the policy with a page in a sheet, such as `/policy/thresholds/refund`. */
export function sheetHref(page: string): string {
  return `/policy?sheet=${page.slice("/policy/".length)}`;
}
