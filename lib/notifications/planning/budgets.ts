import { sql } from "drizzle-orm";
import type { Transaction } from "#db/client";
import { addSeconds } from "#lib/kernel/clock";
import { firstIdAt } from "#lib/kernel/ids";
import type { Preferences } from "#lib/notifications/channels/preferences";
import type { NewDelivery } from "#lib/notifications/deliveries/insert-deliveries";
import type { RequestSubject } from "./load-events.ts";

const budgetSeconds = 3600;
/** Requests of a group wait this long, or a quarter of the time that is left for the first of them. */
const groupSeconds = 900;

type Message = Pick<NewDelivery, "channel" | "destination" | "dueAt" | "digestKey">;

/** A request that a person is asked about: what makes requests alike, and when it ends. */
type Asked = Pick<RequestSubject, "agent"> & {
  facts: Pick<RequestSubject["facts"], "id" | "actionType" | "createdAt" | "expiresAt">;
};

interface PersonsAsk {
  personId: string;
  requestId: string;
  agentId: string;
  actionType: string;
  /** When the waiting group with the request is sent. */
  groupDueAt: Date | undefined;
}

/**
 * What people with an hourly budget were asked: the requests that agents made within the last hour, with
 * a first message to the person, also if it was withdrawn. An agent that withdraws its requests asks too.
 */
export class Budgets {
  readonly #asks: PersonsAsk[];
  readonly #preferences: (personId: string) => Preferences;
  readonly #now: Date;

  constructor(asks: PersonsAsk[], preferences: (personId: string) => Preferences, now: Date) {
    this.#asks = asks;
    this.#preferences = preferences;
    this.#now = now;
  }

  /** Whether the person was asked as often as the budget says, apart from this request. */
  isSpent(personId: string, requestId: string): boolean {
    const { hourlyBudget } = this.#preferences(personId);
    const isOther = (ask: PersonsAsk) => ask.personId === personId && ask.requestId !== requestId;
    return hourlyBudget !== null && this.#count(isOther) >= hourlyBudget;
  }

  /**
   * Takes the person's messages about a request into a group, if the budget is spent and the person
   * was asked about a request of the same agent and type. The first request of another agent or type
   * comes alone, so that no flood silences it.
   */
  group<M extends Message>(personId: string, { facts, agent }: Asked, messages: M[]): M[] {
    const isAlike = (ask: PersonsAsk) =>
      ask.personId === personId && ask.agentId === agent.id && ask.actionType === facts.actionType;
    const alike = this.#asks.filter((ask) => isAlike(ask) && ask.requestId !== facts.id);
    const isGrouped = alike.length > 0 && this.isSpent(personId, facts.id);
    const dueAt = isGrouped ? this.#groupDueAt(facts.expiresAt, alike) : undefined;
    if (messages.length > 0 && facts.createdAt >= addSeconds(this.#now, -budgetSeconds))
      this.#asks.push({
        ...{ personId, requestId: facts.id, agentId: agent.id, actionType: facts.actionType },
        groupDueAt: dueAt,
      });
    if (dueAt === undefined) return messages;
    return messages.map((message) =>
      message.digestKey
        ? message
        : {
            ...message,
            digestKey: groupKey(personId, message, agent.id, facts.actionType),
            dueAt: new Date(Math.max(message.dueAt.getTime(), dueAt.getTime())),
          },
    );
  }

  #groupDueAt(expiresAt: Date, alike: PersonsAsk[]): Date {
    const quarter = (expiresAt.getTime() - this.#now.getTime()) / 4;
    const latest = addSeconds(this.#now, Math.min(groupSeconds, Math.floor(quarter / 1000)));
    const waiting = alike.flatMap(({ groupDueAt }) => groupDueAt?.getTime() ?? []);
    return new Date(Math.min(latest.getTime(), ...waiting));
  }

  /** How many requests of an agent the person was asked about. */
  countOf(personId: string, agentId: string): number {
    return this.#count((ask) => ask.personId === personId && ask.agentId === agentId);
  }

  #count(isCounted: (ask: PersonsAsk) => boolean): number {
    return new Set(this.#asks.filter(isCounted).map(({ requestId }) => requestId)).size;
  }
}

const groupPrefix = "group/";

// A destination has a message of its own: a message to one device says nothing on another one.
function groupKey(personId: string, { channel, destination }: Message, agentId: string, type: string) {
  return `${groupPrefix}${personId}/${channel}/${destination}/${agentId}/${type}`;
}

/** Whether deliveries are together because of a budget, and not for a digest. */
export function isGroupKey(digestKey: string | null): boolean {
  return digestKey?.startsWith(groupPrefix) ?? false;
}

/**
 * Reads what people with a budget were asked. Locks their preferences until the commit: of two processes
 * that plan messages to one person, the second counts those of the first.
 */
export async function openBudgets(
  tx: Transaction,
  people: { personIds: string[]; preferences: (personId: string) => Preferences; now: Date },
): Promise<Budgets> {
  const { personIds, preferences, now } = people;
  const budgeted = personIds.filter((personId) => preferences(personId).hourlyBudget !== null);
  if (budgeted.length === 0) return new Budgets([], preferences, now);
  const ids = sql.param(budgeted);
  await tx.execute(
    sql`select from notification_preferences where person_id = any(${ids}::text[]) order by person_id for no key update`,
  );
  // By the requests that needed people: an index has them, and the log of messages has none by person.
  const since = firstIdAt("req", addSeconds(now, -budgetSeconds));
  const rows = await tx.execute<Omit<PersonsAsk, "groupDueAt"> & { groupDueAt: string | null }>(sql`
    select d.person_id as "personId", r.id as "requestId", r.agent_id as "agentId", r.action_type as "actionType",
      min(d.due_at) filter (where d.state = 'queued' and d.due_at > ${now.toISOString()} and starts_with(d.digest_key, ${groupPrefix})) as "groupDueAt"
    from requests r join deliveries d on d.request_id = r.id
    where r.state not in ('allowed', 'blocked') and r.id collate "C" >= ${since} and d.person_id = any(${ids}::text[])
      and d.kind in ('request_pending', 'request_escalated') and d.follows is null
    group by d.person_id, r.id`);
  const asks = rows.map(({ groupDueAt, ...ask }) => ({
    ...ask,
    groupDueAt: groupDueAt === null ? undefined : new Date(groupDueAt),
  }));
  return new Budgets(asks, preferences, now);
}
