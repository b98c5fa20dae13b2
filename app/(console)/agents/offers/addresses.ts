import type { AcceptanceStatement } from "#lib/ownership/statement";

/** The page with the selection. A single offer was opened from its row: all offers are selected again. */
export function backTo(offerIds: string[]): string {
  if (offerIds.length <= 1) return "/agents/mine";
  return `/agents/mine?${new URLSearchParams(offerIds.map((id) => ["offer", id]))}`;
}

/** The URL of the page with the opposite choice for one agent's keys. */
export function withOtherChoice({ agents }: AcceptanceStatement, changed: string): string {
  const kept = agents.filter(({ agent, keep_keys }) => keep_keys !== (agent === changed));
  const query = [...agents.map(({ offer }) => ["offer", offer]), ...kept.map(({ agent }) => ["keep", agent])];
  return `/agents/offers?${new URLSearchParams(query)}`;
}
