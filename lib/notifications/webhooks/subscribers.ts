import { and, eq, inArray, isNull, or } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { webhookEndpoints } from "#db/schema/webhooks";
import type { Destination } from "#lib/notifications/channels/channel";
import type { EventFacts } from "#lib/notifications/channels/event-facts";
import { messageTypeOf } from "./event-types.ts";

type Subscriber = Pick<
  typeof webhookEndpoints.$inferSelect,
  "id" | "eventTypes" | "agentId" | "status" | "disabledReason"
>;

/** The endpoints that get these events: those of the admins, and the callbacks of the agents. */
export async function subscribersOf(
  db: Database | Transaction,
  events: readonly EventFacts[],
): Promise<{ event: EventFacts; to: Destination }[]> {
  const agentIds = [...new Set(events.flatMap(({ agent }) => agent?.id ?? []))];
  const { id, eventTypes, agentId, status, disabledReason } = webhookEndpoints;
  const endpoints = await db
    .select({ id, eventTypes, agentId, status, disabledReason })
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
 * Whether an endpoint still gets this event: an active one, and a callback that ended for the same
 * reason as the request. A revoked agent's callback reports the requests that the revocation
 * cancelled, and nothing else.
 */
export function isOnFor(
  { status, disabledReason }: Pick<Subscriber, "status" | "disabledReason">,
  { request }: EventFacts,
): boolean {
  return status === "active" || (request?.closeReason ?? null) === disabledReason;
}

/** An endpoint as a destination, with its own limits and pauses. */
export function destinationOf({ id }: { id: string }): Destination {
  return { personId: undefined, destination: id, receiver: id };
}
