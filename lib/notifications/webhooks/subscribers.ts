import { and, eq, inArray, isNull, or } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { webhookEndpoints } from "#db/schema/webhooks";
import type { Destination, EventFacts } from "#lib/notifications/channels/channel";
import { messageTypeOf } from "./event-types.ts";

type Subscriber = Pick<
  typeof webhookEndpoints.$inferSelect,
  "id" | "eventTypes" | "agentId" | "status" | "disabledReason" | "disabledAt" | "createdBy"
>;

/** The endpoints for these events: admins' endpoints, and agents' callbacks. */
export async function subscribersOf(
  db: Database | Transaction,
  events: readonly EventFacts[],
): Promise<{ event: EventFacts; to: Destination }[]> {
  const agentIds = [...new Set(events.flatMap(({ agent }) => agent?.id ?? []))];
  const { id, eventTypes, agentId, status, disabledReason, disabledAt, createdBy } = webhookEndpoints;
  const endpoints = await db
    .select({ id, eventTypes, agentId, status, disabledReason, disabledAt, createdBy })
    .from(webhookEndpoints)
    .where(or(and(isNull(agentId), eq(status, "active")), inArray(agentId, agentIds)))
    .orderBy(id);
  return events.flatMap((event) =>
    endpoints
      .filter((endpoint) => subscribesTo(endpoint, event) && isOnFor(endpoint, event))
      .map((endpoint) => ({ event, to: destinationOf(endpoint) })),
  );
}

function subscribesTo({ eventTypes, agentId }: Subscriber, event: EventFacts): boolean {
  const type = messageTypeOf(event);
  if (type === undefined || type === "test") return false;
  return eventTypes.includes(type) && (agentId === null || agentId === event.agent?.id);
}

/**
 * Whether an endpoint still gets this event: an active one, and a callback that ended in the same
 * transaction as the request, for the same reason. A revoked agent's callback reports the requests
 * that the revocation cancelled, and nothing else. A former owner's callback gets nothing of a later
 * owner's requests, which can also close because the owner changes.
 */
export function isOnFor(
  { status, disabledReason, disabledAt }: Pick<Subscriber, "status" | "disabledReason" | "disabledAt">,
  { request }: EventFacts,
): boolean {
  if (status === "active") return true;
  const isSameReason = (request?.closeReason ?? null) === disabledReason;
  return isSameReason && request?.closedAt?.getTime() === disabledAt?.getTime();
}

/** An endpoint as a destination. One person's callbacks are a group: slow ones leave places to others. */
export function destinationOf({
  id,
  agentId,
  createdBy,
}: Pick<Subscriber, "id" | "agentId" | "createdBy">): Destination {
  return { personId: undefined, destination: id, receiver: agentId === null ? id : `${createdBy}/${id}` };
}
