import { and, eq, isNull } from "drizzle-orm";
import type { Database } from "#db/client";
import { agentKeys } from "#db/schema/agents";
import { recordAudit } from "#lib/audit/record";
import { notify } from "#lib/events/hub";

/** Lets a hook token ask, after the settings of the client that uses it were checked. */
export async function confirmHookToken(
  db: Database,
  { agentId, keyId, client, now }: { agentId: string; keyId: string; client: string; now: Date },
): Promise<void> {
  await db.transaction(async (tx) => {
    const confirmed = await tx
      .update(agentKeys)
      .set({ checkedAt: now })
      .where(and(eq(agentKeys.id, keyId), eq(agentKeys.algorithm, "bearer"), isNull(agentKeys.checkedAt)))
      .returning({ id: agentKeys.id });
    if (confirmed.length === 0) return;
    const actor = { type: "agent" as const, id: agentId };
    const subject = { agent: agentId, key: keyId };
    await recordAudit(tx, { type: "agent_key.checked", actor, subject, data: { client } }, now);
    await notify(tx, `agent/${agentId}`);
  });
}
