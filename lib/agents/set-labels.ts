import { eq } from "drizzle-orm";
import { z } from "zod";
import type { Database } from "#db/client";
import { agents } from "#db/schema/agents";
import { recordAudit } from "#lib/audit/record";
import { requireRole } from "#lib/auth/require-role";
import type { Viewer } from "#lib/auth/session";
import { notify } from "#lib/events/hub";
import { labelSchema } from "#lib/policy/rule";
import { lockAgent } from "./lock-agent.ts";

/** An agent's labels: sorted, each once, 20 at most. */
export const labelsSchema = z
  .array(labelSchema)
  .transform((labels) => [...new Set(labels)].sort())
  .pipe(z.array(z.string()).max(20, "an agent has at most 20 labels"));

/**
 * Gives an agent these labels in place of those it had. Rules go by labels, so that this can loosen what holds for the agent as much as
 * publishing can: whoever calls it has a passkey's confirmation. For admins. What waits for people stays as it was decided.
 * @throws {CountersignError} `not_found`, `agent_revoked`
 */
export async function setLabels(
  db: Database,
  change: { actor: Viewer; agentId: string; labels: z.output<typeof labelsSchema>; now: Date },
): Promise<void> {
  const { actor, agentId, labels, now } = change;
  requireRole(actor, "admin");
  await db.transaction(async (tx) => {
    await lockAgent(tx, { actor, agentId, ownerToo: false });
    await tx.update(agents).set({ labels }).where(eq(agents.id, agentId));
    const by = { type: "person" as const, id: actor.personId };
    const fact = { actor: by, subject: { agent: agentId }, data: { labels } };
    await recordAudit(tx, { type: "agent.labels_changed", ...fact }, now);
    await notify(tx, `agent/${agentId}`);
  });
}
