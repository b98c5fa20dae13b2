import { clientOf, type Transaction } from "#db/client";
import type { RequestKind } from "#db/schema/notifications";
import { type EligibleApprovers, loadEligibleApproversOf } from "#lib/approvals/eligible-approvers";
import { scheduleEvents } from "#lib/notices/due-events";
import type { Channel } from "#lib/notifications/channels/channel";
import { classOfRisk, loadPreferences, type Preferences } from "#lib/notifications/channels/preferences";
import type { NewDelivery } from "#lib/notifications/deliveries/insert-deliveries";
import { listNotified } from "#lib/notifications/deliveries/list-notified";
import { type AddressBook, addressTo, openAddressBook } from "./address.ts";
import { type Budgets, openBudgets } from "./budgets.ts";
import type { DueEvent, RequestSubject } from "./load-events.ts";
import { announceOverBudget } from "./quiet-requests.ts";
import { areEnough, type Recipients, recipientsOf, scheduleOf } from "./recipients.ts";

interface PendingEvent {
  event: DueEvent;
  subject: RequestSubject;
  eligible: EligibleApprovers;
  /** The people with a message about the request so far. */
  notified: ReadonlySet<string>;
}

interface Planning {
  channels: readonly Channel[];
  now: Date;
}

/**
 * Messages about pending requests: owner first, backup approvers at the escalation or when no one
 * else can be reached in time, and two reminders.
 */
export async function planRequests(
  tx: Transaction,
  due: { event: DueEvent; subject: RequestSubject }[],
  planning: Planning,
): Promise<NewDelivery[]> {
  const { now, channels } = planning;
  if (due.length === 0) return [];
  const requestIds = due.map(({ subject }) => subject.facts.id);
  const eligible = await loadEligibleApproversOf(
    clientOf(tx),
    requestIds.map((requestId) => ({ requestId, now })),
  );
  const notified = await listNotified(tx, requestIds);
  const pending = due.flatMap(({ event, subject }, n) => {
    const approvers = eligible[n];
    return approvers ? [{ event, subject, eligible: approvers, notified: notified(subject.facts.id) }] : [];
  });
  await schedule(tx, pending, now);
  const people = [...new Set(pending.flatMap((one) => [...one.eligible.approvers.keys()]))];
  const preferences = await loadPreferences(tx, people);
  const book = await openAddressBook(tx, channels, people);
  const budgets = await openBudgets(tx, { personIds: people, preferences, now });
  const messages = pending.flatMap((one) => messagesOf(one, { preferences, book, budgets, now }));
  const asked = pending.map(({ subject: { facts, agent } }) => ({
    agentId: agent.id,
    ownerId: facts.ownerId,
  }));
  await announceOverBudget(tx, { budgets, asked, preferences, now });
  return messages;
}

// A test request is announced once, and neither escalated nor followed by reminders.
async function schedule(tx: Transaction, pending: PendingEvent[], now: Date): Promise<void> {
  const rows = pending
    .filter(({ event, subject }) => event.kind === "request_pending" && !subject.agent.isTest)
    .flatMap(({ subject: { facts, agent }, eligible: { requirements } }) =>
      scheduleOf({ ...facts, requirements }).map(({ kind, dueAt }) => ({
        ...{ kind, requestId: facts.id, agentId: agent.id, dueAt },
      })),
    );
  await scheduleEvents(tx, rows, now);
}

interface Context {
  preferences: (personId: string) => Preferences;
  book: AddressBook;
  budgets: Budgets;
  now: Date;
}

function messagesOf(pending: PendingEvent, { preferences, book, budgets, now }: Context): NewDelivery[] {
  const { event, subject, eligible } = pending;
  const { facts, agent } = subject;
  const isNotifiedWhenAway = (personId: string) => preferences(personId).whenAway === "both";
  const recipients = recipientsOf(eligible, { now, isNotifiedWhenAway });
  const messagesTo = (personId: string) =>
    addressTo(personId, {
      notificationClass: classOfRisk(facts.risk),
      preferences: preferences(personId),
      destinations: book.destinationsOf(personId),
      ...{ expiresAt: facts.expiresAt, now },
    });
  // Above the budget, backup approvers are asked without a wait. Who they are, the rule says.
  const isReached = (personId: string) =>
    !budgets.isSpent(personId, facts.id) && messagesTo(personId).some(({ dueAt }) => dueAt <= soonAfter(now));
  const isFirst = event.kind === "request_pending" || event.kind === "request_escalated";
  const grouped = (personId: string) =>
    isFirst ? budgets.group(personId, subject, messagesTo(personId)) : messagesTo(personId);
  const of = { notificationId: event.id, kind: event.kind, requestId: facts.id, agentId: agent.id };
  return personIdsOf(pending, recipients, isReached, now).flatMap((personId) =>
    grouped(personId).map((message) => ({ ...of, ...message, expiresAt: facts.expiresAt })),
  );
}

/** A person with a first message within this time counts as reached. */
const soonSeconds = 300;

function soonAfter(now: Date): Date {
  return new Date(now.getTime() + soonSeconds * 1000);
}

function personIdsOf(
  { event, eligible, notified }: PendingEvent,
  { first, backups }: Recipients,
  isReached: (personId: string) => boolean,
  now: Date,
): string[] {
  switch (event.kind as RequestKind) {
    case "request_pending":
      return areEnough(eligible, first.filter(isReached), now) ? first : [...first, ...backups];
    case "request_escalated":
      return [...first, ...backups].filter((personId) => !notified.has(personId));
    default:
      return [...first, ...backups.filter((personId) => notified.has(personId))];
  }
}
