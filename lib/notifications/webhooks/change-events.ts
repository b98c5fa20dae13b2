import { eq } from "drizzle-orm";
import { type WebhookEventType, webhookEndpoints } from "#db/schema/webhooks";
import { endpointSubject } from "#lib/agents/callbacks";
import { recordAudit } from "#lib/audit/record";
import { proposable, proposeChange } from "#lib/two-admins/propose-change";
import { type Authority, proposedFacts, requiresSecondAdmin } from "#lib/two-admins/requires-second-admin";
import { endpointChanged, lockEndpoint } from "./switch-endpoint.ts";

interface EventsChange extends Authority {
  endpointId: string;
  seen: WebhookEventType[];
  eventTypes: WebhookEventType[];
}

/**
 * Changes the types of events that an admins' endpoint gets. With a passkey. More types are as much
 * as a new endpoint: where the workspace requires two admins, the change is proposed. Fewer types
 * need one admin.
 * @returns the proposal, where a second admin has to confirm.
 * @throws {CountersignError} `not_found`; `conflict` for a callback, whose events are fixed, and when
 * the events were changed since
 */
export const changeEvents = proposable<EventsChange, undefined>(async (db, change) => {
  const { actor, endpointId, seen, eventTypes, confirmed, now } = change;
  const isWider = eventTypes.some((type) => !seen.includes(type));
  return db.transaction(async (tx) => {
    const needsTwo = isWider && (await requiresSecondAdmin(tx, change));
    const endpoint = await lockEndpoint(tx, { actor, endpointId });
    if (endpoint.agentId || endpoint.eventTypes.join() !== seen.join()) throw endpointChanged(endpointId);
    const { url, description } = endpoint;
    if (needsTwo) {
      const about = { act: "webhook.events" as const, endpoint: endpointId, url, description };
      return proposeChange(tx, { ...about, before: seen, after: eventTypes }, change);
    }
    await tx
      .update(webhookEndpoints)
      .set({ eventTypes, changedBy: actor.personId, changedAt: now })
      .where(eq(webhookEndpoints.id, endpointId));
    const data = { before: endpoint.eventTypes, after: eventTypes, ...proposedFacts(confirmed) };
    const subject = endpointSubject(endpoint);
    await recordAudit(tx, { type: "webhook_endpoint.changed", actor, subject, data }, now);
    return undefined;
  });
});
