import { and, eq, ne } from "drizzle-orm";
import type { Database } from "#db/client";
import { webhookEndpoints } from "#db/schema/webhooks";
import { endpointSubject } from "#lib/agents/callbacks";
import { recordAudit } from "#lib/audit/record";
import type { Viewer } from "#lib/sessions/session";
import { endpointChanged, lockEndpoint, noEndpoint } from "./lock-endpoint.ts";

/**
 * Enables or disables an endpoint. An endpoint that is enabled again gets events from now on.
 * @throws {CountersignError} `not_found`, `agent_revoked`; `conflict` when the endpoint is in this
 * state already
 */
export async function switchEndpoint(
  db: Database,
  { actor, endpointId, to, now }: { actor: Viewer; endpointId: string; to: "active" | "disabled"; now: Date },
): Promise<void> {
  const { id, status } = webhookEndpoints;
  const change =
    to === "active"
      ? { status: to, disabledReason: null, disabledAt: null, failingSince: null }
      : { status: to, disabledReason: "by_person" as const, disabledAt: now };
  await db.transaction(async (tx) => {
    const endpoint = await lockEndpoint(tx, { actor, endpointId });
    const switched = await tx
      .update(webhookEndpoints)
      .set({ ...change, changedBy: actor.personId, changedAt: now })
      .where(and(eq(id, endpointId), ne(status, to)))
      .returning({ id });
    if (switched.length === 0) throw endpointChanged(endpointId);
    const by = { type: "person" as const, id: actor.personId };
    const type = to === "active" ? "webhook_endpoint.enabled" : "webhook_endpoint.disabled";
    const data = to === "active" ? {} : { reason: "by_person" };
    await recordAudit(tx, { type, actor: by, subject: endpointSubject(endpoint), data }, now);
  });
}

/**
 * Removes an endpoint and its secrets. Messages that are on their way are not sent.
 * @throws {CountersignError} `not_found`, `agent_revoked`
 */
export async function removeEndpoint(
  db: Database,
  { actor, endpointId, now }: { actor: Viewer; endpointId: string; now: Date },
): Promise<void> {
  await db.transaction(async (tx) => {
    const endpoint = await lockEndpoint(tx, { actor, endpointId });
    const which = eq(webhookEndpoints.id, endpointId);
    const removed = await tx.delete(webhookEndpoints).where(which).returning({ id: webhookEndpoints.id });
    if (removed.length === 0) throw noEndpoint(endpointId);
    const by = { type: "person" as const, id: actor.personId };
    const subject = endpointSubject(endpoint);
    await recordAudit(tx, { type: "webhook_endpoint.removed", actor: by, subject }, now);
  });
}
