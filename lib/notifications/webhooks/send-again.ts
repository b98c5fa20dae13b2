import { and, eq } from "drizzle-orm";
import type { Database } from "#db/client";
import { deliveries } from "#db/schema/notifications";
import { limitSending, queueTest } from "#lib/notifications/deliveries/insert-deliveries";
import { requeueDelivery } from "#lib/notifications/deliveries/retry-delivery";
import type { Viewer } from "#lib/sessions/session";
import { destinationOf } from "./subscribers.ts";
import { type Endpoint, endpointChanged, lockEndpoint } from "./switch-endpoint.ts";

interface Sending {
  actor: Viewer;
  endpointId: string;
  now: Date;
}

/**
 * Queues a test event for one endpoint, whose place was confirmed with a passkey before.
 * @throws {CountersignError} `not_found`, `agent_revoked`, `rate_limited`; `conflict` if disabled
 */
export async function sendTestEvent(db: Database, { actor, endpointId, now }: Sending): Promise<void> {
  await limitSending(db, actor.personId, now);
  await db.transaction(async (tx) => {
    const endpoint = await lockEndpoint(tx, { actor, endpointId });
    requireActive(endpoint);
    await queueTest(tx, { channel: "webhook", to: destinationOf(endpoint), now });
  });
}

/**
 * Sends a failed or delivered message to this endpoint again, under the same `webhook-id`.
 * @throws {CountersignError} as {@link sendTestEvent}; `conflict` also for other messages
 */
export async function sendAgain(
  db: Database,
  { actor, endpointId, deliveryId, now }: Sending & { deliveryId: string },
): Promise<void> {
  const scope = and(eq(deliveries.channel, "webhook"), eq(deliveries.destination, endpointId));
  await limitSending(db, actor.personId, now);
  await db.transaction(async (tx) => {
    requireActive(await lockEndpoint(tx, { actor, endpointId }));
    await requeueDelivery(tx, { deliveryId, from: ["failed", "delivered"], scope, now });
  });
}

function requireActive({ id, status }: Endpoint): void {
  if (status !== "active") throw endpointChanged(id);
}
