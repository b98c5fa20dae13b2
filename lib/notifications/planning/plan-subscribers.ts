import type { Transaction } from "#db/client";
import type { NotificationKind } from "#db/schema/notifications";
import { listOverBudget } from "#lib/notices/list-notices";
import type { Channel, EventFacts } from "#lib/notifications/channels/channel";
import type { NewDelivery } from "#lib/notifications/deliveries/insert-deliveries";
import { type DueEvent, loadAgents, type RequestSubject } from "./load-events.ts";

/** Reminders and escalations are for people. */
const forSubscribers: ReadonlySet<NotificationKind> = new Set([
  "request_pending",
  "request_closed",
  "request_allowed",
  "request_blocked",
]);

/** The messages to programs and shared chat channels: about requests, and about flooding agents. */
export async function planSubscribers(
  tx: Transaction,
  due: {
    about: { event: DueEvent; subject: RequestSubject }[];
    events: DueEvent[];
    quiet: ReadonlySet<string>;
  },
  { channels }: { channels: readonly Channel[] },
): Promise<NewDelivery[]> {
  const events = [
    ...due.about
      .filter(({ event }) => forSubscribers.has(event.kind))
      .map((about) => ({ ...eventFacts(about), isQuiet: due.quiet.has(about.subject.facts.id) })),
    ...(await floodsAmong(tx, due.events)),
  ];
  if (events.length === 0) return [];
  const rows: NewDelivery[] = [];
  for (const channel of channels) {
    for (const { event, to, follows } of await channel.subscribersOf(tx, events)) {
      rows.push({
        ...{ notificationId: event.id, kind: event.kind, channel: channel.id },
        ...{ destination: to.destination, receiver: to.receiver, dueAt: event.at },
        ...{ requestId: event.request?.id ?? null, agentId: event.agent?.id ?? null },
        ...(follows === undefined ? {} : { follows }),
      });
    }
  }
  return rows;
}

// A flood has one notice, to the agent's owner, and its row is the event. That an agent exceeds its
// owner's budget concerns the owner alone.
async function floodsAmong(tx: Transaction, events: DueEvent[]): Promise<EventFacts[]> {
  const ofAgents = events.filter(({ kind }) => kind === "agent_flooding");
  const overBudget = await listOverBudget(tx, ofAgents);
  const floods = ofAgents.filter(({ noticeId }) => noticeId === null || !overBudget.has(noticeId));
  const agents = await loadAgents(
    tx,
    floods.map(({ agentId }) => agentId ?? ""),
  );
  return floods.map(({ id, kind, agentId, createdAt }) => ({
    ...{ id, kind, at: createdAt, agent: agents.get(agentId ?? ""), request: undefined },
  }));
}

/** An event's facts about a request, without the agent's text. */
export function eventFacts({ event, subject }: { event: DueEvent; subject: RequestSubject }): EventFacts {
  return {
    id: event.id,
    kind: event.kind,
    at: event.createdAt,
    agent: subject.agent,
    request: subject.facts,
  };
}
