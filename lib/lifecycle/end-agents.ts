import type { Transaction } from "#db/client";
import { disableCallbacks } from "#lib/agents/callbacks";
import { setRevoked } from "#lib/agents/change-state";
import { removeIdentitiesOf } from "#lib/agents/keys/end-workloads";
import { withdrawCodes } from "#lib/agents/keys/issue-enrollment-code";
import { revokeKeysOf } from "#lib/agents/keys/revoke-keys";
import { type Actor, recordAudits } from "#lib/audit/record";
import { notify } from "#lib/events/hub";
import { voidAuthority } from "#lib/voiding/void-authority";

/**
 * Revokes locked agents: keys, codes, pending requests and unredeemed grants end, and waiting
 * callers are notified. lib/ownership/revoke-agents.ts withdraws the offers.
 */
export async function endAgents(
  tx: Transaction,
  { agentIds, actor, now }: { agentIds: string[]; actor: Actor; now: Date },
): Promise<void> {
  if (agentIds.length === 0) return;
  const reason = "agent_revoked" as const;
  await setRevoked(tx, agentIds);
  const facts = agentIds.map((agent) => ({ type: "agent.revoked" as const, actor, subject: { agent } }));
  await recordAudits(tx, facts, now);
  await revokeKeysOf(tx, agentIds, { actor, now });
  await withdrawCodes(tx, agentIds);
  await removeIdentitiesOf(tx, agentIds, { actor, reason, now });
  await disableCallbacks(tx, { agentIds, reason, actor, now });
  await voidAuthority(tx, { agentIds, reason, actor, now });
  await notify(tx, ...agentIds.map((id) => `agent/${id}` as const));
}
