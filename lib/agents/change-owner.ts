import { and, eq, sql } from "drizzle-orm";
import type { Transaction } from "#db/client";
import { agentBackups, agents } from "#db/schema/agents";
import { recordAudit } from "#lib/audit/record";
import { notify } from "#lib/events/hub";
import { withdrawCodes } from "./issue-enrolment-code.ts";
import type { ManagedAgent } from "./lock-agent.ts";
import { voidAuthority } from "./void-authority.ts";

export interface OwnerChange {
  /** As `lockAgent` found and locked it. */
  agent: Pick<ManagedAgent, "id" | "ownerId" | "ownerEpoch">;
  /** The new owner, whose standing the caller holds: it is they who make the change, by accepting. */
  ownerId: string;
  /** What they signed, for the record. */
  accepted: { offer: string; statement_sha256: string; credential: string };
  now: Date;
}

/**
 * Gives an agent to another owner, in the transaction in which that person accepts it. The owner epoch goes up, whatever was pending is cancelled and
 * unredeemed grants are revoked: nothing the old owner approved acts under the new one's name (invariant 8). A quarantined agent goes back to
 * work; the new owner answers for it as of now.
 */
export async function changeOwner(tx: Transaction, change: OwnerChange): Promise<void> {
  const { agent, ownerId, accepted, now } = change;
  const by = { type: "person" as const, id: ownerId };
  await tx
    .update(agents)
    .set({ ownerId, status: "active", ownerEpoch: sql`${agents.ownerEpoch} + 1`, attestedAt: now })
    .where(eq(agents.id, agent.id));
  // Nobody is their own backup.
  await tx
    .delete(agentBackups)
    .where(and(eq(agentBackups.agentId, agent.id), eq(agentBackups.personId, ownerId)));
  // Nor does a code that the old owner has make a key for the new one's agent.
  await withdrawCodes(tx, [agent.id]);
  await voidAuthority(tx, { agentIds: [agent.id], reason: "owner_changed", actor: by, now });
  const data = { from: agent.ownerId, to: ownerId, owner_epoch: agent.ownerEpoch + 1, ...accepted };
  const subject = { agent: agent.id, person: ownerId, offer: accepted.offer };
  await recordAudit(tx, { type: "agent.owner_changed", actor: by, subject, data }, now);
  await notify(tx, `agent/${agent.id}`, "queue");
}
