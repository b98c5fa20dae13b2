import type { Transaction } from "#db/client";
import type { NotificationKind } from "#db/schema/notifications";
import type { Channel } from "#lib/notifications/channels/channel";
import type { EventFacts } from "#lib/notifications/channels/event-facts";
import type { NewDelivery } from "#lib/notifications/deliveries/insert-deliveries";
import type { DueEvent, RequestSubject } from "./load-events.ts";

/** Reminders and escalations are for people. */
const forSubscribers: ReadonlySet<NotificationKind> = new Set([
  "request_pending",
  "request_closed",
  "request_allowed",
  "request_blocked",
]);

/** The messages to programs and shared chat channels. */
export async function planSubscribers(
  tx: Transaction,
  due: { event: DueEvent; subject: RequestSubject }[],
  { channels }: { channels: readonly Channel[]; now: Date },
): Promise<NewDelivery[]> {
  const events = due.filter(({ event }) => forSubscribers.has(event.kind)).map(eventFacts);
  if (events.length === 0) return [];
  const rows: NewDelivery[] = [];
  for (const channel of channels) {
    for (const { event, to } of await channel.subscribersOf(tx, events)) {
      rows.push({
        ...{ notificationId: event.id, kind: event.kind, channel: channel.id },
        ...{ destination: to.destination, receiver: to.receiver, dueAt: event.at },
        ...{ requestId: event.request?.id ?? null, agentId: event.agent?.id ?? null },
      });
    }
  }
  return rows;
}

/** An event as programs hear of it. */
export function eventFacts({ event, subject }: { event: DueEvent; subject: RequestSubject }): EventFacts {
  return {
    id: event.id,
    kind: event.kind,
    at: event.createdAt,
    agent: subject.agent,
    request: subject.facts,
  };
}
