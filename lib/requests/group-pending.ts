/** A pending request, as far as grouping needs it. */
export interface PendingKey {
  id: string;
  agentId: string;
  /** The digest covers the agent too. */
  actionDigest: string;
  createdAt: Date;
}

/** More requests of one agent than this within these minutes are a flood. */
export interface FloodLimit {
  floodRequests: number;
  floodMinutes: number;
}

/**
 * Requests that the queue shows as one card. `one`: a request. `same`: the same action of one agent,
 * asked for several times. `flood`: all requests of a flooding agent.
 */
export interface PendingGroup {
  kind: "one" | "same" | "flood";
  agentId: string;
  /** Newest first. */
  ids: string[];
  oldestAt: Date;
  newestAt: Date;
  /** For a flood: how many requests came within the minutes before the newest. */
  burst: number;
}

/**
 * Groups requests into cards, in the order of each card's first request: every request is in one
 * card. A flood lasts as long as its requests are pending: it is measured back from the agent's newest
 * request, not from now, so that a card does not fall apart after some minutes.
 */
export function groupPending(
  keys: PendingKey[],
  { floodRequests, floodMinutes }: FloodLimit,
): PendingGroup[] {
  const ofAgents = groupBy(keys, ({ agentId }) => agentId);
  const bursts = new Map([...ofAgents].map(([id, own]) => [id, burstOf(own, floodMinutes)] as const));
  const burst = (agentId: string) => bursts.get(agentId) ?? 0;
  const isFlood = (agentId: string) => burst(agentId) > floodRequests;
  const cards = groupBy(keys, ({ agentId, actionDigest }) =>
    isFlood(agentId) ? agentId : `${agentId} ${actionDigest}`,
  );
  return [...cards.values()].flatMap((members) => {
    const newestFirst = members.toSorted((one, other) => (one.id < other.id ? 1 : -1));
    const [newest, oldest] = [newestFirst[0], newestFirst.at(-1)];
    if (!newest || !oldest) return [];
    const { agentId } = newest;
    const kind = isFlood(agentId) ? "flood" : members.length > 1 ? "same" : "one";
    const ids = newestFirst.map(({ id }) => id);
    const times = { oldestAt: oldest.createdAt, newestAt: newest.createdAt };
    return [{ kind, agentId, ids, ...times, burst: burst(agentId) }];
  });
}

function burstOf(own: PendingKey[], minutes: number): number {
  const newest = Math.max(...own.map(({ createdAt }) => createdAt.getTime()));
  return own.filter(({ createdAt }) => createdAt.getTime() > newest - minutes * 60_000).length;
}

function groupBy(keys: PendingKey[], nameOf: (key: PendingKey) => string): Map<string, PendingKey[]> {
  const groups = new Map<string, PendingKey[]>();
  for (const key of keys) {
    const name = nameOf(key);
    const group = groups.get(name);
    if (group) group.push(key);
    else groups.set(name, [key]);
  }
  return groups;
}
