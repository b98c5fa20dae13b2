import { and, eq, ne, sql } from "drizzle-orm";
import type { Transaction } from "#db/client";
import { agents } from "#db/schema/agents";
import { type Actor, recordAudits } from "#lib/audit/record";
import { notify } from "#lib/events/hub";
import { voidAuthority } from "./void-authority.ts";

/**
 * Makes ghosts of all agents a person owns, in the transaction that takes the person out of action: no new asks, a new owner epoch, pending
 * requests cancelled and unredeemed grants revoked (invariant 8). They wait for a new owner, or for this one's return.
 * @returns the ids of the agents.
 */
export async function quarantineAgentsOf(
  tx: Transaction,
  { ownerId, actor, now }: { ownerId: string; actor: Actor; now: Date },
): Promise<string[]> {
  const quarantined = await tx
    .update(agents)
    .set({ status: "quarantined", ownerEpoch: sql`${agents.ownerEpoch} + 1` })
    .where(and(eq(agents.ownerId, ownerId), ne(agents.status, "revoked")))
    .returning({ id: agents.id, ownerEpoch: agents.ownerEpoch });
  const facts = quarantined.map(({ id, ownerEpoch }) => ({
    type: "agent.quarantined" as const,
    actor,
    subject: { agent: id, person: ownerId },
    data: { owner_epoch: ownerEpoch },
  }));
  await recordAudits(tx, facts, now);
  await notify(tx, ...quarantined.map(({ id }) => `agent/${id}` as const));
  const agentIds = quarantined.map(({ id }) => id);
  await voidAuthority(tx, { agentIds, reason: "owner_changed", actor, now });
  return agentIds;
}
