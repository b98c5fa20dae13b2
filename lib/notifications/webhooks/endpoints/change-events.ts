import { eq } from "drizzle-orm";
import type { Database } from "#db/client";
import { type WebhookEventType, webhookEndpoints } from "#db/schema/webhooks";
import { recordAudit } from "#lib/audit/record";
import type { Viewer } from "#lib/sessions/session";
import { endpointSubject } from "./endpoint-subject.ts";
import { endpointChanged, lockEndpoint } from "./lock-endpoint.ts";

interface EventsChange {
  actor: Viewer;
  endpointId: string;
  /** As on the page that the actor confirmed. */
  seen: WebhookEventType[];
  eventTypes: WebhookEventType[];
  now: Date;
}

/**
 * Changes the types of events that an admins' endpoint gets. With a passkey.
 * @throws {CountersignError} `not_found`; `conflict` for a callback, whose events are fixed, and when
 * the events were changed since
 */
export async function changeEvents(db: Database, change: EventsChange): Promise<void> {
  const { actor, endpointId, seen, eventTypes, now } = change;
  await db.transaction(async (tx) => {
    const endpoint = await lockEndpoint(tx, { actor, endpointId });
    if (endpoint.agentId || endpoint.eventTypes.join() !== seen.join()) throw endpointChanged(endpointId);
    await tx
      .update(webhookEndpoints)
      .set({ eventTypes, changedBy: actor.personId, changedAt: now })
      .where(eq(webhookEndpoints.id, endpointId));
    const by = { type: "person" as const, id: actor.personId };
    const data = { before: endpoint.eventTypes, after: eventTypes };
    const subject = endpointSubject(endpoint);
    await recordAudit(tx, { type: "webhook_endpoint.changed", actor: by, subject, data }, now);
  });
}
