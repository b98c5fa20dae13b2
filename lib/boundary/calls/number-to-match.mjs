// @ts-check

/**
 * The number that the approver has to type, which the person at the agent sees; undefined if the
 * request needs none.
 * @param {{number_to_match?: unknown}} [request]
 * @returns {string | undefined}
 */
export function numberToMatch(request) {
  const number = request?.number_to_match;
  return typeof number === "string" && /^\d{2}$/.test(number) ? number : undefined;
}
