import { and, eq, isNotNull, isNull } from "drizzle-orm";
import type { Database } from "#db/client";
import { agents } from "#db/schema/agents";
import { type EndpointDisabledReason, webhookEndpoints } from "#db/schema/webhooks";
import { endpointSubject } from "#lib/agents/callbacks";
import { recordAudit } from "#lib/audit/record";
import { addSeconds } from "#lib/kernel/clock";
import { announce } from "#lib/notices/announce";
import type { SendResult } from "#lib/notifications/channels/channel";

const patienceSeconds = 5 * 24 * 3600;

type Endpoint = Pick<typeof webhookEndpoints.$inferSelect, "id" | "status" | "failingSince">;

/** Disables an endpoint after a 410, or five days of failures. @returns the result: `gone` if disabled */
export async function recordResult(
  db: Database,
  { endpoint, result, now }: { endpoint: Endpoint; result: SendResult; now: Date },
): Promise<SendResult> {
  const { id, failingSince } = endpoint;
  if (result.outcome === "delivered") {
    if (failingSince) await setFailing(db, id, null);
    return result;
  }
  if (result.outcome === "gone") await disableFailed(db, { endpointId: id, reason: "gone", now });
  if (result.outcome !== "retry") return result;
  if (!failingSince) {
    await setFailing(db, id, now);
    return result;
  }
  if (failingSince > addSeconds(now, -patienceSeconds)) return result;
  await disableFailed(db, { endpointId: id, reason: "failing", now });
  return { outcome: "gone", reason: `${result.reason} The endpoint has failed for 5 days.` };
}

async function setFailing(db: Database, endpointId: string, since: Date | null): Promise<void> {
  const { id, failingSince } = webhookEndpoints;
  const differs = since ? isNull(failingSince) : isNotNull(failingSince);
  await db
    .update(webhookEndpoints)
    .set({ failingSince: since })
    .where(and(eq(id, endpointId), differs));
}

/** Of concurrent attempts, one disables the endpoint and notifies people. */
async function disableFailed(
  db: Database,
  { endpointId, reason, now }: { endpointId: string; reason: EndpointDisabledReason; now: Date },
): Promise<void> {
  const { id, status } = webhookEndpoints;
  await db.transaction(async (tx) => {
    const [endpoint] = await tx
      .update(webhookEndpoints)
      .set({ status: "disabled", disabledReason: reason, disabledAt: now })
      .where(and(eq(id, endpointId), eq(status, "active")))
      .returning({ id, agentId: webhookEndpoints.agentId });
    if (!endpoint) return;
    const actor = { type: "system" as const, id: "webhook" };
    const subject = endpointSubject(endpoint);
    await recordAudit(tx, { type: "webhook_endpoint.disabled", actor, subject, data: { reason } }, now);
    const { agentId } = endpoint;
    const owners = agentId
      ? await tx.select({ id: agents.ownerId }).from(agents).where(eq(agents.id, agentId))
      : [];
    const to = owners.map((owner) => owner.id);
    await announce(tx, { kind: "webhook_disabled", to, ...(agentId && { agentId }), now });
  });
}
