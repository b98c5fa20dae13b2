import { and, eq, exists, inArray, isNotNull, isNull, not, type SQL, sql } from "drizzle-orm";
import type { Transaction } from "#db/client";
import { type AgentStatus, agentBackups, agents } from "#db/schema/agents";
import { people } from "#db/schema/directory";
import { activeApprover } from "#lib/people/active";
import { isLapsed } from "./attestation-deadline.ts";

export interface ChangedAgent {
  id: string;
  ownerId: string;
  ownerEpoch: number;
}

// The caller's transaction ends the authority and records the change.

const changed = { id: agents.id, ownerId: agents.ownerId, ownerEpoch: agents.ownerEpoch };

/** A new owner epoch: no earlier approval counts when the agents are active again. */
export async function setQuarantined(tx: Transaction, which: SQL | undefined): Promise<ChangedAgent[]> {
  return tx
    .update(agents)
    .set({ status: "quarantined", ownerEpoch: sql`${agents.ownerEpoch} + 1` })
    .where(which)
    .returning(changed);
}

/** A hold to begin. */
export interface NewHold {
  agentIds: string[];
  /** The person who holds the agents, or null for the agent itself; for a delegate also the absent person. */
  by: string | null;
  onBehalfOf?: string | null;
  reason: string | null;
  now: Date;
}

/** Whether the owner may end a hold: the agent's own, the owner's, and that of a person who acted for the owner. */
export const isForOwner = sql<boolean>`(${agents.heldBy} is null or ${agents.ownerId} in (${agents.heldBy}, ${agents.heldFor}) is true)`;

/** Agents without a hold, and those whose hold the owner may end where this person's takes an admin. */
export function isHoldableBy(by: string | null) {
  const isReplaceable = by === null ? sql`false` : sql`${isForOwner} and ${agents.ownerId} <> ${by}`;
  return sql<boolean>`(${agents.heldAt} is null or ${isReplaceable})`;
}

/** Of concurrent callers, one holds an agent. @returns the agents that {@link isHoldableBy} admitted. */
export async function setHeld(
  tx: Transaction,
  { agentIds, by, onBehalfOf = null, reason, now }: NewHold,
): Promise<ChangedAgent[]> {
  return tx
    .update(agents)
    .set({
      ...{ status: "quarantined", ownerEpoch: sql`${agents.ownerEpoch} + 1` },
      ...{ heldAt: now, heldBy: by, heldFor: onBehalfOf, heldReason: by === null ? null : reason },
      ...(by === null && { ownReason: reason ?? "" }),
    })
    .where(and(inArray(agents.id, agentIds), isHoldableBy(by)))
    .returning(changed);
}

/** Ends a hold: the agent becomes active if its owner and review are. @returns undefined if not held. */
export async function setReleased(
  tx: Transaction,
  { agentId, now }: { agentId: string; now: Date },
): Promise<(ChangedAgent & { status: AgentStatus }) | undefined> {
  const owner = tx
    .select({ one: sql`1` })
    .from(people)
    .where(and(eq(people.id, agents.ownerId), activeApprover(people)));
  const mayAct = and(exists(owner), not(isLapsed(now)));
  const [released] = await tx
    .update(agents)
    .set({
      status: sql`case when ${mayAct} then 'active' else 'quarantined' end`,
      ...{
        ownerEpoch: sql`${agents.ownerEpoch} + 1`,
        heldAt: null,
        heldBy: null,
        heldFor: null,
        heldReason: null,
        ownReason: null,
      },
    })
    .where(and(eq(agents.id, agentId), isNotNull(agents.heldAt)))
    .returning({ ...changed, status: agents.status });
  return released;
}

/** Reactivates quarantined agents without a hold, under a new owner epoch. */
export async function setActive(tx: Transaction, which: SQL | undefined): Promise<ChangedAgent[]> {
  return tx
    .update(agents)
    .set({ status: "active", ownerEpoch: sql`${agents.ownerEpoch} + 1` })
    .where(and(which, eq(agents.status, "quarantined"), isNull(agents.heldAt)))
    .returning(changed);
}

/** A held agent stays held: the reason for the hold may be the agent itself. */
export async function setOwner(
  tx: Transaction,
  agentIds: string[],
  { ownerId, now }: { ownerId: string; now: Date },
): Promise<void> {
  await tx
    .update(agents)
    .set({
      ownerId,
      status: sql`case when ${agents.heldAt} is null then 'active' else 'quarantined' end`,
      ...{ ownerEpoch: sql`${agents.ownerEpoch} + 1`, attestedAt: now },
    })
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
