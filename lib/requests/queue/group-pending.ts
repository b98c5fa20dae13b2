import { byKey } from "#lib/kernel/by-key";

export interface PendingKey {
  id: string;
  agentId: string;
  actionType: string;
  /** The digest covers the agent too. */
  actionDigest: string;
  /** By the action type; null without one. A decimal number. */
  amount: string | null;
  currency: string | null;
  createdAt: Date;
  expiresAt: Date;
}

/** More requests of one agent within these minutes are a flood. */
export interface FloodLimit {
  floodRequests: number;
  floodMinutes: number;
}

/** More requests of one agent and type are one card. */
const mostOfOneType = 5;

/**
 * One card of the queue. `one`: a request. `same`: one agent's same action, asked for several
 * times. `type`: many requests of one agent and action type. `flood`: all requests of a flooding
 * agent.
 */
export interface PendingGroup {
  kind: "one" | "same" | "type" | "flood";
  agentId: string;
  /** Newest first. */
  ids: string[];
  oldestAt: Date;
  newestAt: Date;
  /** When the first of them expires. */
  firstExpiresAt: Date;
  /** For a flood: how many requests came within the minutes before the newest. */
  burst: number;
  /** The range of the amounts, if every request has an amount in the same currency. */
  amounts: AmountRange | undefined;
}

/** The lowest and the highest of several amounts, as decimal numbers. */
export interface AmountRange {
  lowest: string;
  highest: string;
  currency: string | null;
}

/**
 * Groups requests into cards, in the order of each card's first request. A flood is measured back
 * from the agent's newest request, not from now, so that a card does not fall apart after some
 * minutes.
 */
export function groupPending(
  keys: PendingKey[],
  { floodRequests, floodMinutes }: FloodLimit,
): PendingGroup[] {
  const ofAgents = byKey(keys.map((key) => [key.agentId, key]));
  const bursts = new Map([...ofAgents].map(([id, own]) => [id, burstOf(own, floodMinutes)] as const));
  const burst = (agentId: string) => bursts.get(agentId) ?? 0;
  const isFlood = (agentId: string) => burst(agentId) > floodRequests;
  const ofTypes = byKey(keys.map((key) => [typeKey(key), key]));
  const isMany = (key: PendingKey) => (ofTypes.get(typeKey(key))?.length ?? 0) > mostOfOneType;
  const cardOf = (key: PendingKey) => {
    if (isFlood(key.agentId)) return key.agentId;
    return isMany(key) ? typeKey(key) : `${key.agentId} ${key.actionDigest}`;
  };
  const cards = byKey(keys.map((key) => [cardOf(key), key]));
  return [...cards.values()].flatMap((members) => {
    const newestFirst = members.toSorted((one, other) => (one.id < other.id ? 1 : -1));
    const [newest, oldest] = [newestFirst[0], newestFirst.at(-1)];
    if (!newest || !oldest) return [];
    const { agentId } = newest;
    const kind = isFlood(agentId) ? "flood" : isMany(newest) ? "type" : members.length > 1 ? "same" : "one";
    const ids = newestFirst.map(({ id }) => id);
    const firstExpiresAt = new Date(Math.min(...members.map(({ expiresAt }) => expiresAt.getTime())));
    const times = { oldestAt: oldest.createdAt, newestAt: newest.createdAt, firstExpiresAt };
    return [{ kind, agentId, ids, ...times, burst: burst(agentId), amounts: rangeOf(members) }];
  });
}

/** No ID has a space: types of two agents never collide. */
function typeKey({ agentId, actionType }: PendingKey): string {
  return `${agentId} type ${actionType}`;
}

function rangeOf(members: PendingKey[]): AmountRange | undefined {
  const currency = members[0]?.currency ?? null;
  const amounts = members.flatMap(({ amount, currency: own }) =>
    amount !== null && own === currency ? [amount] : [],
  );
  const [lowest, highest] = [
    amounts.reduce(lower, amounts[0] ?? ""),
    amounts.reduce(higher, amounts[0] ?? ""),
  ];
  return amounts.length === members.length ? { lowest, highest, currency } : undefined;
}

const lower = (a: string, b: string) => (Number(b) < Number(a) ? b : a);
const higher = (a: string, b: string) => (Number(b) > Number(a) ? b : a);

function burstOf(own: PendingKey[], minutes: number): number {
  const newest = Math.max(...own.map(({ createdAt }) => createdAt.getTime()));
  return own.filter(({ createdAt }) => createdAt.getTime() > newest - minutes * 60_000).length;
}
