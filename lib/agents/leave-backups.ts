import { eq } from "drizzle-orm";
import type { Transaction } from "#db/client";
import { agentBackups } from "#db/schema/agents";
import { type Actor, recordAudits } from "#lib/audit/record";

/**
 * Removes a person from every agent the person backs up, permanently: a person who left and returns
 * backs up no agent. A suspended person stays a backup approver but cannot decide.
 */
export async function leaveBackups(
  tx: Transaction,
  { personId, actor, now }: { personId: string; actor: Actor; now: Date },
): Promise<void> {
  const left = await tx
    .delete(agentBackups)
    .where(eq(agentBackups.personId, personId))
    .returning({ agent: agentBackups.agentId });
  const facts = left.map(({ agent }) => ({
    type: "agent.backups_changed" as const,
    actor,
    subject: { agent, person: personId },
    data: { removed: [personId] },
  }));
  await recordAudits(tx, facts, now);
}
