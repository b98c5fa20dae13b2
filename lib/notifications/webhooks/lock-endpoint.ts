import { eq } from "drizzle-orm";
import type { Transaction } from "#db/client";
import { webhookEndpoints } from "#db/schema/webhooks";
import { lockAgent } from "#lib/agents/lock-agent";
import { CountersignError } from "#lib/kernel/errors";
import { lockActingAdmin } from "#lib/people/admins";
import { requireRole } from "#lib/sessions/require-role";
import type { Viewer } from "#lib/sessions/session";

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
