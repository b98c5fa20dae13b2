import { and, eq, inArray, isNull, type SQL } from "drizzle-orm";
import type { Transaction } from "#db/client";
import { workloadIdentities } from "#db/schema/agents";
import { type Actor, recordAudits } from "#lib/audit/record";

interface Removal {
  actor: Actor;
  /** The reason for the record, unless a person removed the identity. */
  reason?: "owner_changed" | "agent_revoked";
  now: Date;
}

/** Removes agents' workload identities. The caller revokes their keys. */
export async function removeIdentitiesOf(
  tx: Transaction,
  agentIds: string[],
  removal: Removal,
): Promise<void> {
  if (agentIds.length > 0) await remove(tx, inArray(workloadIdentities.agentId, agentIds), removal);
}

/** Removes one identity of an agent. The caller revokes its keys. @returns whether one was removed. */
export async function removeOneIdentity(
  tx: Transaction,
  { agentId, identityId, ...removal }: { agentId: string; identityId: string } & Removal,
): Promise<boolean> {
  const which = and(eq(workloadIdentities.id, identityId), eq(workloadIdentities.agentId, agentId));
  return (await remove(tx, which, removal)) > 0;
}

async function remove(tx: Transaction, which: SQL | undefined, { actor, reason, now }: Removal) {
  const removed = await tx
    .update(workloadIdentities)
    .set({ removedAt: now })
    .where(and(which, isNull(workloadIdentities.removedAt)))
    .returning({ agent: workloadIdentities.agentId, workload_identity: workloadIdentities.id });
  const data = reason && { data: { reason } };
  await recordAudits(
    tx,
    removed.map((subject) => ({ type: "workload_identity.removed" as const, actor, subject, ...data })),
    now,
  );
  return removed.length;
}
