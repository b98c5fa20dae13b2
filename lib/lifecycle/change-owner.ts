import type { Transaction } from "#db/client";
import { disableCallbacks } from "#lib/agents/callbacks";
import { setOwner } from "#lib/agents/change-state";
import { removeIdentitiesOf } from "#lib/agents/keys/end-workloads";
import { withdrawCodes } from "#lib/agents/keys/issue-enrollment-code";
import { revokeHookTokensOf, revokeKeysOf, revokeWorkloadKeysOf } from "#lib/agents/keys/revoke-keys";
import type { ManagedAgent } from "#lib/agents/lock-agent";
import { recordAudits } from "#lib/audit/record";
import { notify } from "#lib/events/hub";
import { voidAuthority } from "#lib/voiding/void-authority";

export interface OwnerChange {
  /** As found and locked, each with the accepted offer. */
  agents: (Pick<ManagedAgent, "id" | "ownerId" | "ownerEpoch"> & { offerId: string; keepsKeys: boolean })[];
  /** The new owner, who accepted. The caller has locked the new owner's row. */
  ownerId: string;
  signed: { statement_sha256: string; credential: string };
  now: Date;
}

/**
 * Transfers agents to another owner, in the transaction of the acceptance. The owner epoch
 * increases, pending requests are cancelled and unredeemed grants revoked: no approval by the old
 * owner acts under the new owner's name (invariant 8). Keys are revoked unless the new owner signed
 * to keep them. Callbacks, hook tokens and workload identities always end: the signed statement
 * doesn't show who can use them. A quarantined agent becomes active, unless a person holds it.
 */
export async function changeOwner(tx: Transaction, change: OwnerChange): Promise<void> {
  const { ownerId, signed, now } = change;
  const agentIds = change.agents.map(({ id }) => id);
  const actor = { personId: ownerId };
  const ending = { actor, reason: "owner_changed" as const, now };
  await setOwner(tx, agentIds, { ownerId, now });
  // Nor does a code that the old owner has make a key for the new one's agent.
  await withdrawCodes(tx, agentIds);
  const withoutKeys = change.agents.filter(({ keepsKeys }) => !keepsKeys).map(({ id }) => id);
  await revokeKeysOf(tx, withoutKeys, ending);
  await revokeHookTokensOf(tx, agentIds, ending);
  await removeIdentitiesOf(tx, agentIds, ending);
  await revokeWorkloadKeysOf(tx, agentIds, ending);
  await disableCallbacks(tx, { agentIds, ...ending });
  await voidAuthority(tx, { agentIds, ...ending });
  const facts = change.agents.map((agent) => ({
    type: "agent.owner_changed" as const,
    actor,
    subject: { agent: agent.id, person: ownerId, offer: agent.offerId },
    data: {
      ...{ from: agent.ownerId, to: ownerId, owner_epoch: agent.ownerEpoch + 1 },
      ...{ offer: agent.offerId, keys: agent.keepsKeys ? "kept" : "revoked", ...signed },
    },
  }));
  await recordAudits(tx, facts, now);
  await notify(tx, ...agentIds.map((id) => `agent/${id}` as const), "queue");
}
