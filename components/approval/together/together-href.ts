/** The page to review requests of an agent and an action type together. */
export function togetherHref(agentId: string, type: string): string {
  return `/requests/together?${new URLSearchParams({ agent: agentId, type })}`;
}
