/**
 * The number that the approver has to type, which the person at the agent sees; undefined if the
 * request needs none.
 */
export function numberToMatch(request?: { number_to_match?: unknown }): string | undefined {
  const number = request?.number_to_match;
  return typeof number === "string" && /^\d{2}$/.test(number) ? number : undefined;
}
