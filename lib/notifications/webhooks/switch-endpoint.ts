import { and, eq, ne } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { webhookEndpoints } from "#db/schema/webhooks";
import { lockAgent } from "#lib/agents/lock-agent";
import { recordAudit } from "#lib/audit/record";
import { CountersignError } from "#lib/kernel/errors";
import { lockActingAdmin } from "#lib/people/admins";
import { requireRole } from "#lib/sessions/require-role";
import type { Viewer } from "#lib/sessions/session";
import { endpointSubject } from "../../agents/callbacks.ts";

/** An enabled endpoint gets later events. @throws `not_found`, `agent_revoked`; `conflict` if unchanged */
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
    const type = to === "active" ? "webhook_endpoint.enabled" : "webhook_endpoint.disabled";
    const data = to === "active" ? {} : { reason: "by_person" };
    await recordAudit(tx, { type, actor, subject: endpointSubject(endpoint), data }, now);
  });
}

/** Removes an endpoint and its secrets. @throws {CountersignError} `not_found`, `agent_revoked` */
export async function removeEndpoint(
  db: Database,
  { actor, endpointId, now }: { actor: Viewer; endpointId: string; now: Date },
): Promise<void> {
  await db.transaction(async (tx) => {
    const endpoint = await lockEndpoint(tx, { actor, endpointId });
    const which = eq(webhookEndpoints.id, endpointId);
    const removed = await tx.delete(webhookEndpoints).where(which).returning({ id: webhookEndpoints.id });
    if (removed.length === 0) throw noEndpoint(endpointId);
    const subject = endpointSubject(endpoint);
    await recordAudit(tx, { type: "webhook_endpoint.removed", actor, subject }, now);
  });
}

export type Endpoint = typeof webhookEndpoints.$inferSelect;

/**
 * Finds and locks an endpoint for a change: an admin's endpoint for an admin, a callback for an
 * admin or the owner of its agent. The agent is locked first, as its revocation does.
 * @throws {CountersignError} `not_found`; `agent_revoked` for the callback of a revoked agent
 */
export async function lockEndpoint(
  tx: Transaction,
  { actor, endpointId }: { actor: Viewer; endpointId: string },
): Promise<Endpoint> {
  const which = eq(webhookEndpoints.id, endpointId);
  const [found] = await tx.select({ agentId: webhookEndpoints.agentId }).from(webhookEndpoints).where(which);
  if (!found?.agentId) {
    requireRole(actor, "admin");
    await lockActingAdmin(tx, actor);
  } else {
    await lockAgent(tx, { actor, agentId: found.agentId, ownerToo: true });
  }
  const [endpoint] = await tx.select().from(webhookEndpoints).where(which).for("update");
  if (!endpoint) throw noEndpoint(endpointId);
  return endpoint;
}

/** The endpoint was removed, or never existed. */
export function noEndpoint(endpointId: string): CountersignError {
  return new CountersignError("not_found", `no endpoint ${endpointId}`, {
    userMessage: "This endpoint was removed. Reload the page.",
  });
}

/** The endpoint's state doesn't permit the change. */
export function endpointChanged(endpointId: string): CountersignError {
  return new CountersignError("conflict", `${endpointId} is in another state`, {
    userMessage: "The endpoint was changed by someone else. Reload and try again.",
  });
}
