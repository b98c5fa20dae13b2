import { and, eq, sql } from "drizzle-orm";
import type { Transaction } from "#db/client";
import { agents } from "#db/schema/agents";
import { type Actor, recordAudit } from "#lib/audit/record";
import { notify } from "#lib/events/hub";

/**
 * Puts a person's quarantined agents back to work, in the transaction that makes the person an active approver again. Under a new owner
 * epoch: nothing approved before comes back to life.
 * @returns the ids of the agents.
 */
export async function reactivateAgentsOf(
  tx: Transaction,
  { ownerId, actor, now }: { ownerId: string; actor: Actor; now: Date },
): Promise<string[]> {
  const reactivated = await tx
    .update(agents)
    .set({ status: "active", ownerEpoch: sql`${agents.ownerEpoch} + 1` })
    .where(and(eq(agents.ownerId, ownerId), eq(agents.status, "quarantined")))
    .returning({ id: agents.id, ownerEpoch: agents.ownerEpoch });
  for (const { id, ownerEpoch } of reactivated) {
    const subject = { agent: id, person: ownerId };
    await recordAudit(
      tx,
      { type: "agent.reactivated", actor, subject, data: { owner_epoch: ownerEpoch } },
      now,
    );
    await notify(tx, `agent/${id}`);
  }
  return reactivated.map(({ id }) => id);
}
