import { desc, eq, isNull } from "drizzle-orm";
import type { Database } from "#db/client";
import { columnsOf } from "#db/columns-of";
import { agents } from "#db/schema/agents";
import { webhookEndpoints } from "#db/schema/webhooks";
import { canManage } from "#lib/agents/lock-agent";
import { type DeliveryView, listDeliveries } from "#lib/notifications/deliveries/list-deliveries";
import { requireRole } from "#lib/sessions/require-role";
import type { Viewer } from "#lib/sessions/session";
import { noEndpoint } from "./switch-endpoint.ts";

const columns = {
  ...columnsOf(webhookEndpoints, "id", "url", "description", "eventTypes", "agentId", "previousSecretEndsAt"),
  ...columnsOf(webhookEndpoints, "status", "disabledReason", "disabledAt", "failingSince"),
};

const shownDeliveries = 20;

/** The admins' endpoints, newest first. For admins. */
export async function listEndpoints(db: Database, { viewer }: { viewer: Viewer }): Promise<EndpointView[]> {
  requireRole(viewer, "admin");
  return selectEndpoints(db).where(isNull(webhookEndpoints.agentId)).orderBy(desc(webhookEndpoints.id));
}

/** An endpoint, for an admin or a callback's owner. @throws {CountersignError} `not_found` */
export async function findEndpoint(
  db: Database,
  { viewer, endpointId }: { viewer: Viewer; endpointId: string },
): Promise<EndpointDetails> {
  const [found] = await db
    .select({ ...columns, ownerId: agents.ownerId })
    .from(webhookEndpoints)
    .leftJoin(agents, eq(agents.id, webhookEndpoints.agentId))
    .where(eq(webhookEndpoints.id, endpointId));
  if (!found) throw noEndpoint(endpointId);
  const { ownerId, ...endpoint } = found;
  if (!ownerId) requireRole(viewer, "admin");
  else if (!canManage(viewer, ownerId)) throw noEndpoint(endpointId);
  return withDeliveries(db, endpoint);
}

/** An agent's callback, if any, for a viewer who may manage the agent. */
export async function findCallback(
  db: Database,
  { viewer, agent }: { viewer: Viewer; agent: { id: string; ownerId: string } },
): Promise<EndpointDetails | undefined> {
  if (!canManage(viewer, agent.ownerId)) return undefined;
  const [callback] = await selectEndpoints(db).where(eq(webhookEndpoints.agentId, agent.id));
  return callback && withDeliveries(db, callback);
}

export type EndpointView = Awaited<ReturnType<ReturnType<typeof selectEndpoints>["execute"]>>[number];

export interface EndpointDetails extends EndpointView {
  deliveries: DeliveryView[];
}

function selectEndpoints(db: Database) {
  return db.select(columns).from(webhookEndpoints).$dynamic();
}

async function withDeliveries(db: Database, endpoint: EndpointView): Promise<EndpointDetails> {
  const which = { channel: "webhook" as const, destination: endpoint.id, most: shownDeliveries };
  return { ...endpoint, deliveries: await listDeliveries(db, which) };
}
