import type { Database, Transaction } from "#db/client";
import { notify, type Topic } from "#lib/events/hub";
import { addSeconds } from "#lib/kernel/clock";
import { type OutboxEvent, postponeEvent, takeDueEvents } from "#lib/notices/due-events";
import { findUnseen } from "#lib/notices/list-notices";
import { noticeKinds } from "#lib/notices/notice-kinds";
import type { Channel } from "#lib/notifications/channels/channel";
import { defaultPreferences, loadPreferences } from "#lib/notifications/channels/preferences";
import { insertDeliveries, type NewDelivery } from "#lib/notifications/deliveries/insert-deliveries";
import { listSent, withdrawQueued } from "#lib/notifications/deliveries/withdraw-queued";
import { addressTo, openAddressBook } from "./address.ts";
import { holdFlooding } from "./hold-flooding.ts";
import { type DueEvent, loadRequestSubjects, type RequestSubject } from "./load-events.ts";
import { planRequests } from "./plan-requests.ts";
import { planSubscribers } from "./plan-subscribers.ts";
import { findQuietRequests } from "./quiet-requests.ts";

const together = 100;
const postponeSeconds = 60;

interface Planning {
  channels: readonly Channel[];
  now: Date;
  onError: (error: unknown, event: OutboxEvent) => void;
}

/**
 * Turns the due events of the outbox into messages, each in one transaction with its removal from
 * the outbox. An event whose planning fails is put off for a minute, and delays no other.
 * @returns how many events were due, `together` at most.
 */
export async function planDue(db: Database, planning: Planning): Promise<number> {
  let taken: OutboxEvent[] = [];
  try {
    await db.transaction(async (tx) => {
      taken = await takeDueEvents(tx, { most: together, now: planning.now });
      await plan(tx, taken, planning);
    });
  } catch (error) {
    const [first] = taken;
    if (!first) throw error;
    await postponeFailing(db, taken, planning);
    return taken.length;
  }
  await holdFloodsOf(db, taken, planning);
  return taken.length;
}

// After the commit, apart from its locks. The messages are planned also if an agent can't be held now: its
// next request tries again.
async function holdFloodsOf(db: Database, taken: OutboxEvent[], planning: Planning): Promise<void> {
  const asks = taken.filter(({ kind, agentId }) => kind === "request_pending" && agentId !== null);
  const [first] = asks;
  if (!first) return;
  const agentIds = asks.flatMap(({ agentId }) => agentId ?? []);
  await holdFlooding(db, { agentIds, now: planning.now }).catch((error) => planning.onError(error, first));
}

// Each event of the batch alone, in a transaction that is rolled back: those that fail are put
// off, and the next call plans the others.
async function postponeFailing(db: Database, taken: OutboxEvent[], planning: Planning): Promise<void> {
  for (const event of taken) {
    try {
      await db.transaction(async (tx) => {
        await plan(tx, [event], planning);
        throw rolledBack;
      });
    } catch (error) {
      if (error === rolledBack) continue;
      planning.onError(error, event);
      await postponeEvent(db, { eventId: event.id, until: addSeconds(planning.now, postponeSeconds) });
    }
  }
}

const rolledBack = new Error("rolled back on purpose");

async function plan(tx: Transaction, events: OutboxEvent[], { channels, now }: Planning): Promise<void> {
  if (events.length === 0) return;
  const requestIds = events.flatMap(({ requestId }) => (requestId === null ? [] : [requestId]));
  const subjects = await loadRequestSubjects(tx, [...new Set(requestIds)]);
  const about = events.flatMap((event) => {
    const subject = subjects.get(event.requestId ?? "");
    return subject && event.noticeId === null ? [{ event, subject }] : [];
  });
  const isClosing = ({ event }: { event: OutboxEvent }) => event.kind === "request_closed";
  const open = about.filter(({ subject: { facts } }) => facts.state === "pending" && facts.expiresAt > now);
  const quiet = await findQuietRequests(tx, open, now);
  const loud = open.filter(({ subject }) => !quiet.has(subject.facts.id));
  const rows = [
    ...(await planRequests(tx, loud, { channels, now })),
    ...(await planClosed(tx, about.filter(isClosing), { channels, now })),
    ...(await planNotices(tx, events, { channels, now })),
    ...(await planSubscribers(tx, { about, events, quiet }, { channels })),
  ];
  await insertDeliveries(tx, rows, now);
  // The process that closed the request may have died before it woke the waits.
  await notify(tx, ...about.filter(isClosing).map(({ subject }): Topic => `request/${subject.facts.id}`));
}

/** Drops waiting messages about ended requests, and closes or updates sent ones where possible. */
async function planClosed(
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

/** The messages of unseen notices that still apply. */
async function planNotices(
  tx: Transaction,
  events: DueEvent[],
  { channels, now }: { channels: readonly Channel[]; now: Date },
): Promise<NewDelivery[]> {
  const eventOf = new Map(events.flatMap((event) => (event.noticeId ? [[event.noticeId, event]] : [])));
  if (eventOf.size === 0) return [];
  const unseen = await findUnseen(tx, { noticeIds: [...eventOf.keys()], now });
  const personIds = [...new Set(unseen.map(({ personId }) => personId))];
  const preferences = await loadPreferences(tx, personIds);
  const book = await openAddressBook(tx, channels, personIds);
  return unseen.flatMap(({ id, personId, kind, requestId, agentId, deviceId }) => {
    const event = eventOf.get(id);
    if (!event) return [];
    const addressed = {
      notificationClass: noticeKinds[kind].isUrgent ? ("critical" as const) : ("account" as const),
      preferences: noticeKinds[kind].isForEveryChannel ? defaultPreferences : preferences(personId),
      // Not to the device itself: a thief would see the warning.
      destinations: book.destinationsOf(personId).filter(({ to }) => to.destination !== deviceId),
      ...{ expiresAt: undefined, now },
    };
    const of = { notificationId: event.id, kind, noticeId: id, requestId, agentId };
    return addressTo(personId, addressed).map((message) => ({ ...of, ...message }));
  });
}
