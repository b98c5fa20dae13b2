/** The number that the agent's person sees and the approver types; undefined without number matching. */
export function numberToMatch(request?: { number_to_match?: unknown }): string | undefined {
  const number = request?.number_to_match;
  return typeof number === "string" && /^\d{2}$/.test(number) ? number : undefined;
}
