import { and, eq, inArray, type SQL, sql } from "drizzle-orm";
import type { Transaction } from "#db/client";
import { agentBackups, agents } from "#db/schema/agents";

/** An agent after the change. */
export interface ChangedAgent {
  id: string;
  ownerId: string;
  ownerEpoch: number;
}

// Each verb changes rows in the caller's transaction. The caller ends the authority that the change
// ends, and records the change.

const changed = { id: agents.id, ownerId: agents.ownerId, ownerEpoch: agents.ownerEpoch };

/** A new owner epoch: no earlier approval counts when the agents are active again. */
export async function setQuarantined(tx: Transaction, which: SQL | undefined): Promise<ChangedAgent[]> {
  return tx
    .update(agents)
    .set({ status: "quarantined", ownerEpoch: sql`${agents.ownerEpoch} + 1` })
    .where(which)
    .returning(changed);
}

/** Reactivates quarantined agents under a new owner epoch, and no others. */
export async function setActive(tx: Transaction, which: SQL | undefined): Promise<ChangedAgent[]> {
  return tx
    .update(agents)
    .set({ status: "active", ownerEpoch: sql`${agents.ownerEpoch} + 1` })
    .where(and(which, eq(agents.status, "quarantined")))
    .returning(changed);
}

/** The new owner, no longer a backup approver, is accountable for active agents from now on. */
export async function setOwner(
  tx: Transaction,
  agentIds: string[],
  { ownerId, now }: { ownerId: string; now: Date },
): Promise<void> {
  await tx
    .update(agents)
    .set({ ownerId, status: "active", ownerEpoch: sql`${agents.ownerEpoch} + 1`, attestedAt: now })
    .where(inArray(agents.id, agentIds));
  await tx
    .delete(agentBackups)
    .where(and(inArray(agentBackups.agentId, agentIds), eq(agentBackups.personId, ownerId)));
}

/** The owner has confirmed ownership of the agents. */
export async function setAttested(tx: Transaction, agentIds: string[], now: Date): Promise<void> {
  await tx.update(agents).set({ attestedAt: now }).where(inArray(agents.id, agentIds));
}

/** One-way: no verb changes the status of a revoked agent. */
export async function setRevoked(tx: Transaction, agentIds: string[]): Promise<void> {
  await tx.update(agents).set({ status: "revoked" }).where(inArray(agents.id, agentIds));
}
