import type { Database } from "#db/client";
import { setRevoked } from "#lib/agents/change-state";
import { withdrawCodes } from "#lib/agents/keys/issue-enrollment-code";
import { revokeKeysOf } from "#lib/agents/keys/revoke-keys";
import { lockAgent } from "#lib/agents/lock-agent";
import { removeIdentitiesOf } from "#lib/agents/workloads/end-workloads";
import { recordAudits } from "#lib/audit/record";
import { notify } from "#lib/events/hub";
import { disableCallbacks } from "#lib/notifications/webhooks/endpoints/disable-callbacks";
import { withdrawOffersOfAgents } from "#lib/ownership/offers/withdraw-offers";
import type { Viewer } from "#lib/sessions/session";
import { voidAuthority } from "#lib/voiding/void-authority";

/**
 * Revokes agents permanently, by an admin or their owner, all or none: their keys, codes, pending
 * requests, unredeemed grants and offers end in one transaction, and waiting callers are notified.
 * The caller has obtained a passkey confirmation.
 * @throws {CountersignError} `not_found`, `agent_revoked`
 */
export async function revokeAgents(
  db: Database,
  { actor, agentIds, now }: { actor: Viewer; agentIds: string[]; now: Date },
): Promise<void> {
  const by = { type: "person" as const, id: actor.personId };
  const ids = [...new Set(agentIds)].sort();
  await db.transaction(async (tx) => {
    for (const agentId of ids) await lockAgent(tx, { actor, agentId, ownerToo: true, testAgentsToo: true });
    await setRevoked(tx, ids);
    await recordAudits(
      tx,
      ids.map((agent) => ({ type: "agent.revoked" as const, actor: by, subject: { agent } })),
      now,
    );
    await revokeKeysOf(tx, ids, { actor: by, now });
    await withdrawCodes(tx, ids);
    await removeIdentitiesOf(tx, ids, { actor: by, reason: "agent_revoked", now });
    await disableCallbacks(tx, { agentIds: ids, reason: "agent_revoked", actor: by, now });
    await voidAuthority(tx, { agentIds: ids, reason: "agent_revoked", actor: by, now });
    await withdrawOffersOfAgents(tx, { agentIds: ids, actor: by, now });
    await notify(tx, ...ids.map((id) => `agent/${id}` as const));
  });
}
