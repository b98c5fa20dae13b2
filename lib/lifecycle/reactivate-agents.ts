import { and, eq, inArray, not, type SQL } from "drizzle-orm";
import type { Transaction } from "#db/client";
import { agents } from "#db/schema/agents";
import { isLapsed } from "#lib/agents/attestation-deadline";
import { setActive } from "#lib/agents/change-state";
import { type Actor, recordAudits } from "#lib/audit/record";
import { notify } from "#lib/events/hub";

/** Reactivates agents whose ownership review hasn't lapsed. @returns the agents' IDs. */
export async function reactivateAgentsOf(
  tx: Transaction,
  { ownerId, actor, now }: { ownerId: string; actor: Actor; now: Date },
): Promise<string[]> {
  return reactivate(tx, and(eq(agents.ownerId, ownerId), not(isLapsed(now))), { actor, now });
}

/** Reactivates agents that an active approver confirmed in this transaction. @returns their IDs. */
export async function reactivateConfirmed(
  tx: Transaction,
  { agentIds, actor, now }: { agentIds: string[]; actor: Actor; now: Date },
): Promise<string[]> {
  return reactivate(tx, inArray(agents.id, agentIds), { actor, now });
}

async function reactivate(
  tx: Transaction,
  which: SQL | undefined,
  { actor, now }: { actor: Actor; now: Date },
): Promise<string[]> {
  const reactivated = await setActive(tx, which);
  const facts = reactivated.map(({ id, ownerId, ownerEpoch }) => ({
    type: "agent.reactivated" as const,
    actor,
    subject: { agent: id, person: ownerId },
    data: { owner_epoch: ownerEpoch },
  }));
  await recordAudits(tx, facts, now);
  await notify(tx, ...reactivated.map(({ id }) => `agent/${id}` as const));
  return reactivated.map(({ id }) => id);
}
