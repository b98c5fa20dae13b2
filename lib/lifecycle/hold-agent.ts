import type { Database, Transaction } from "#db/client";
import { lockAgent } from "#lib/agents/lock-agent";
import type { Viewer } from "#lib/sessions/session";
import { lockConcerned, putOnHold } from "./put-on-hold.ts";

export const longestHoldReason = 500;

/**
 * Stops an agent at the word of its owner or an admin, without a passkey: the agent is quarantined
 * until a person releases it, pending requests are cancelled and unredeemed grants revoked. Neither
 * the owner's return, an ownership review nor a new owner ends the hold. An admin's hold takes the
 * place of one that the owner could end. A test agent can't be held: a hold notifies all admins.
 * @throws {CountersignError} `not_found`, `agent_revoked`; `conflict` when the agent is held
 * already or is a test agent
 */
export async function holdAgent(
  db: Database | Transaction,
  { actor, agentId, reason, now }: { actor: Viewer; agentId: string; reason: string | null; now: Date },
): Promise<void> {
  const by = actor.personId;
  await db.transaction(async (tx) => {
    await lockConcerned(tx, [agentId], by);
    await lockAgent(tx, { actor, agentId, ownerToo: true });
    await putOnHold(tx, { agentIds: [agentId], by, reason, now });
  });
}
