import { and, eq, inArray, ne, type SQL } from "drizzle-orm";
import type { Transaction } from "#db/client";
import { agents } from "#db/schema/agents";
import { isLapsed } from "#lib/agents/attestation-deadline";
import { setQuarantined } from "#lib/agents/change-state";
import { withdrawCodes } from "#lib/agents/keys/issue-enrollment-code";
import { revokeWorkloadKeysOf } from "#lib/agents/keys/revoke-keys";
import { type Actor, recordAudits } from "#lib/audit/record";
import { notify } from "#lib/events/hub";
import { type Voiding, voidAuthority } from "#lib/voiding/void-authority";
import { endAgents } from "./end-agents.ts";

/**
 * Quarantines a person's agents, in the transaction that ends the person's access: no new asks, a
 * new owner epoch, pending requests cancelled and unredeemed grants revoked (invariant 8). The
 * agents wait for a new owner, or for the person's return; a test agent ends.
 * @returns the IDs of the quarantined agents.
 */
export async function quarantineAgentsOf(
  tx: Transaction,
  { ownerId, actor, now }: { ownerId: string; actor: Actor; now: Date },
): Promise<string[]> {
  const locked = await tx
    .select({ id: agents.id, isTest: agents.isTest })
    .from(agents)
    .where(and(eq(agents.ownerId, ownerId), ne(agents.status, "revoked")))
    .orderBy(agents.id)
    .for("update");
  const idsThat = (isTest: boolean) => locked.filter((agent) => agent.isTest === isTest).map(({ id }) => id);
  // No one else can own a test agent; a returning person gets a new one.
  await endAgents(tx, { agentIds: idsThat(true), actor, now });
  return quarantine(tx, inArray(agents.id, idsThat(false)), { reason: "owner_changed", actor, now });
}

/** Quarantines lapsed agents until a confirmation. SKIP LOCKED leaves some to the next run. */
export async function quarantineLapsedAgents(
  tx: Transaction,
  { limit, actor, now }: { limit: number; actor: Actor; now: Date },
): Promise<string[]> {
  const lapsed = tx
    .select({ id: agents.id })
    .from(agents)
    .where(and(eq(agents.status, "active"), isLapsed(now)))
    .orderBy(agents.attestedAt)
    .limit(limit)
    .for("update", { skipLocked: true });
  return quarantine(tx, inArray(agents.id, lapsed), { reason: "ownership_unconfirmed", actor, now });
}

interface Quarantine {
  reason: "owner_changed" | "ownership_unconfirmed";
  actor: Actor;
  now: Date;
}

async function quarantine(
  tx: Transaction,
  which: SQL | undefined,
  { reason, actor, now }: Quarantine,
): Promise<string[]> {
  const quarantined = await setQuarantined(tx, which);
  const facts = quarantined.map(({ id, ownerId, ownerEpoch }) => ({
    type: "agent.quarantined" as const,
    actor,
    subject: { agent: id, person: ownerId },
    data: { reason, owner_epoch: ownerEpoch },
  }));
  await recordAudits(tx, facts, now);
  const agentIds = quarantined.map(({ id }) => id);
  await endAuthority(tx, { agentIds, reason, actor, now });
  return agentIds;
}

type Ending = Voiding & { reason: "owner_changed" | "ownership_unconfirmed" | "agent_held" };

/** Ends the authority of agents quarantined in this transaction (invariant 8). */
export async function endAuthority(tx: Transaction, ending: Ending): Promise<void> {
  const { actor, reason, now } = ending;
  await notify(tx, ...ending.agentIds.map((id) => `agent/${id}` as const));
  // A former owner's code would enroll a key once the agent is active again under another owner.
  await withdrawCodes(tx, ending.agentIds);
  // A workload gets a new key when the agent is active again.
  await revokeWorkloadKeysOf(tx, ending.agentIds, { actor, reason, now });
  await voidAuthority(tx, ending);
}
