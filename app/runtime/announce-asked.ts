import { metrics } from "#app/runtime/metrics";
import { runtime } from "#app/runtime/runtime";
import type { Asked } from "#lib/requests/ask/ask";

/** Wakes those who wait for an ask, whichever way it came, and counts its grant. */
export function announceAsked(agentId: string, { answer, isNew, isAnnounced }: Asked): void {
  const { events } = runtime();
  const { state } = answer.request;
  events.announce(`agent/${agentId}`);
  if (isAnnounced) events.announce("outbox");
  if (isNew && state === "pending") events.announce("queue");
  if (isNew && answer.grant_state !== undefined && state === "allowed") metrics().grantsIssued.inc();
  if (answer.redemption) metrics().grantsRedeemed.inc();
}
