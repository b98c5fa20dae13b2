import { eq } from "drizzle-orm";
import type { Database } from "#db/client";
import { agentBackups } from "#db/schema/agents";
import { recordAudit } from "#lib/audit/record";
import type { Viewer } from "#lib/auth/session";
import { notify } from "#lib/events/hub";
import { lockAgent } from "./lock-agent.ts";
import { requireApprovers } from "./require-approvers.ts";

/**
 * Says who may decide besides the owner, in place of whoever might before. For admins.
 * @throws {CountersignError} `not_found`, `agent_revoked`, `owner_inactive`
 */
export async function setBackups(
  db: Database,
  change: { actor: Viewer; agentId: string; backupIds: string[]; now: Date },
): Promise<void> {
  const { actor, agentId, now } = change;
  await db.transaction(async (tx) => {
    await requireApprovers(tx, change.backupIds);
    const agent = await lockAgent(tx, { actor, agentId, ownerToo: false });
    const backups = [...new Set(change.backupIds)].filter((id) => id !== agent.ownerId);
    await tx.delete(agentBackups).where(eq(agentBackups.agentId, agentId));
    if (backups.length > 0)
      await tx.insert(agentBackups).values(backups.map((personId) => ({ agentId, personId })));
    await recordAudit(
      tx,
      {
        type: "agent.backups_changed",
        actor: { type: "person", id: actor.personId },
        subject: { agent: agentId },
        data: { backups },
      },
      now,
    );
    await notify(tx, `agent/${agentId}`, "queue");
  });
}
