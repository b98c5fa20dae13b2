import { metrics } from "#app/process/metrics/metrics";
import { runtime } from "#app/process/runtime";
import type { Asked } from "#lib/requests/ask/ask";

/** Counts an ask that this process made for an agent, and wakes those who wait for it. */
export function announceAsked(agentId: string, { answer, isNew, isAnnounced }: Asked): void {
  const { events } = runtime();
  const { state } = answer.request;
  metrics().asks.inc({ outcome: state });
  events.announce(`agent/${agentId}`);
  if (isAnnounced) events.announce("outbox");
  if (isNew && state === "pending") events.announce("queue");
  if (isNew && answer.grant_state !== undefined && state === "allowed") metrics().grantsIssued.inc();
}
