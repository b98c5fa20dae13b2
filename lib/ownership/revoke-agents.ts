import type { Database } from "#db/client";
import { lockAgent } from "#lib/agents/lock-agent";
import { endAgents } from "#lib/lifecycle/end-agents";
import { withdrawOffersOfAgents } from "#lib/ownership/offers/withdraw-offers";
import type { Viewer } from "#lib/sessions/session";

/**
 * Revokes agents permanently, by an admin or their owner, all or none: keys, codes, pending
 * requests, unredeemed grants and offers end in one transaction. The caller has obtained a passkey
 * confirmation.
 * @throws {CountersignError} `not_found`, `agent_revoked`
 */
export async function revokeAgents(
  db: Database,
  { actor, agentIds, now }: { actor: Viewer; agentIds: string[]; now: Date },
): Promise<void> {
  const ids = [...new Set(agentIds)].sort();
  await db.transaction(async (tx) => {
    for (const agentId of ids) await lockAgent(tx, { actor, agentId, ownerToo: true, testAgentsToo: true });
    await endAgents(tx, { agentIds: ids, actor, now });
    await withdrawOffersOfAgents(tx, { agentIds: ids, actor, now });
  });
}
