/** The address of the page that reviews requests of one agent and action type together. */
export function togetherHref(agentId: string, type: string): string {
  return `/requests/together?${new URLSearchParams({ agent: agentId, type })}`;
}
