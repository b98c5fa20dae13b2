import { and, eq, sql } from "drizzle-orm";
import type { Database } from "#db/client";
import { agentBackups, agents } from "#db/schema/agents";
import { recordAudit } from "#lib/audit/record";
import type { Viewer } from "#lib/auth/session";
import { CountersignError } from "#lib/errors";
import { notify } from "#lib/events/hub";
import { lockAgent } from "./lock-agent.ts";
import { requireApprovers } from "./require-approvers.ts";
import { voidAuthority } from "./void-authority.ts";

/**
 * Gives an agent to another owner, for admins. The owner epoch goes up, whatever was pending is cancelled and unredeemed grants are revoked: nothing the
 * old owner approved acts under the new one's name (invariant 8). A quarantined agent goes back to work.
 * @throws {CountersignError} `not_found`, `agent_revoked`, `owner_inactive`; `conflict` when the owner is theirs already
 */
export async function transferOwner(
  db: Database,
  { actor, agentId, ownerId, now }: { actor: Viewer; agentId: string; ownerId: string; now: Date },
): Promise<void> {
  const by = { type: "person" as const, id: actor.personId };
  await db.transaction(async (tx) => {
    await requireApprovers(tx, [ownerId]);
    const agent = await lockAgent(tx, { actor, agentId, ownerToo: false });
    if (agent.ownerId === ownerId && agent.status === "active") {
      throw new CountersignError("conflict", "this person owns the agent already", {
        userMessage: "This person is the owner already.",
      });
    }
    await tx
      .update(agents)
      .set({ ownerId, status: "active", ownerEpoch: sql`${agents.ownerEpoch} + 1` })
      .where(eq(agents.id, agentId));
    await tx
      .delete(agentBackups)
      .where(and(eq(agentBackups.agentId, agentId), eq(agentBackups.personId, ownerId)));
    await voidAuthority(tx, { agentIds: [agentId], reason: "owner_changed", actor: by, now });
    await recordAudit(
      tx,
      {
        type: "agent.owner_changed",
        actor: by,
        subject: { agent: agentId, person: ownerId },
        data: { from: agent.ownerId, to: ownerId, owner_epoch: agent.ownerEpoch + 1 },
      },
      now,
    );
    await notify(tx, `agent/${agentId}`, "queue");
  });
}
