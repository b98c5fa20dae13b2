import { eq } from "drizzle-orm";
import type { Transaction } from "#db/client";
import { agentBackups } from "#db/schema/agents";
import { type Actor, recordAudits } from "#lib/audit/record";

/** Removes a leaver's backup roles permanently. A suspended backup keeps the role. */
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
