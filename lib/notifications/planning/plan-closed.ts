import type { Transaction } from "#db/client";
import type { Channel } from "#lib/notifications/channels/channel";
import type { NewDelivery } from "#lib/notifications/deliveries/insert-deliveries";
import { listSent, withdrawQueued } from "#lib/notifications/deliveries/withdraw-queued";
import type { DueEvent, RequestSubject } from "./load-events.ts";

/**
 * Withdraws messages about ended requests: waiting ones are dropped, and sent ones are closed or
 * updated where the channel can.
 */
export async function planClosed(
  tx: Transaction,
  due: { event: DueEvent; subject: RequestSubject }[],
  { channels, now }: { channels: readonly Channel[]; now: Date },
): Promise<NewDelivery[]> {
  const requestIds = due.map(({ subject }) => subject.facts.id);
  if (requestIds.length === 0) return [];
  await withdrawQueued(tx, { requestIds, reason: "The request ended.", now });
  const sent = await listSent(tx, {
    requestIds,
    channels: channels.filter(({ canUpdate }) => canUpdate).map(({ id }) => id),
  });
  const eventOf = new Map(due.map(({ event, subject }) => [subject.facts.id, event]));
  return sent.flatMap(({ id, requestId, ...to }) => {
    const event = eventOf.get(requestId);
    return event
      ? [{ ...to, notificationId: event.id, kind: event.kind, requestId, dueAt: now, follows: id }]
      : [];
  });
}
