import { type SQL, sql } from "drizzle-orm";
import type { Transaction } from "#db/client";
import { workspace } from "#db/schema/directory";
import { addSeconds } from "#lib/kernel/clock";
import { firstIdAt } from "#lib/kernel/ids";
import { announce } from "#lib/notices/announce";
import type { Preferences } from "#lib/notifications/channels/preferences";
import { decidedByPeople } from "#lib/people/decided-by-people";
import type { Budgets } from "./budgets.ts";
import type { DueEvent, RequestSubject } from "./load-events.ts";

/** The same action, asked again within this time while the first request is pending. */
const duplicateSeconds = 600;
/** The owner of a flooding agent is not notified of the flood more often. */
const floodAgainSeconds = 3600;
const mostCounted = 1000;

/** Duplicates, and requests of a flooding agent, whose owner is notified once. */
export async function findQuietRequests(
  tx: Transaction,
  open: { event: DueEvent; subject: RequestSubject }[],
  now: Date,
): Promise<ReadonlySet<string>> {
  if (open.length === 0) return new Set();
  const floods = await findFloods(tx, [...new Set(open.map(({ subject }) => subject.agent.id))], now);
  const isFlood = (agentId: string) => floods.some((flood) => flood.agentId === agentId);
  const duplicates = await findDuplicates(
    tx,
    open.map(({ subject }) => subject.facts.id),
    now,
  );
  for (const { agentId, ownerId, count, isAnnounced } of floods) {
    if (!isAnnounced)
      await announce(tx, { kind: "agent_flooding", to: [ownerId], agentId, more: count, now });
  }
  const quiet = open.filter(
    ({ subject: { facts, agent } }) => isFlood(agent.id) || duplicates.includes(facts.id),
  );
  return new Set(quiet.map(({ subject }) => subject.facts.id));
}

type Flood = { agentId: string; ownerId: string; count: number; isAnnounced: boolean };

// Requests count whatever their outcome: an agent that withdraws each request floods too. About those that a
// standing approval or denial decided, no one was notified.
async function findFloods(tx: Transaction, agentIds: string[], now: Date): Promise<Flood[]> {
  const [setting] = await tx
    .select({ requests: workspace.floodRequests, minutes: workspace.floodMinutes })
    .from(workspace);
  if (!setting) return [];
  const since = firstIdAt("req", addSeconds(now, -setting.minutes * 60));
  return tx.execute<Flood>(sql`
    select a.id as "agentId", a.owner_id as "ownerId", recent.count, ${isFloodAnnounced(now)} as "isAnnounced"
    from agents a cross join lateral (
      select count(*)::int as count from (
        (select from requests r where r.agent_id = a.id and r.id >= ${since} and r.state = 'pending')
        union all
        (select from requests r where r.agent_id = a.id and r.id >= ${since} and r.state not in ('allowed', 'blocked', 'pending') and ${sql.raw(decidedByPeople("r"))})
        limit ${Math.max(setting.requests + 1, mostCounted)}) stepped_up) recent
    where a.id = any(${sql.param(agentIds)}::text[]) and recent.count > ${setting.requests}`);
}

/** Whether the owner of the agent `a` has an unseen notice of its flood, or got one within the hour. */
export function isFloodAnnounced(now: Date): SQL {
  return sql`exists (
    select from notices n where n.person_id = a.owner_id and n.kind = 'agent_flooding' and n.agent_id = a.id
      and (n.seen_at is null or n.created_at > ${addSeconds(now, -floodAgainSeconds).toISOString()}))`;
}

async function findDuplicates(tx: Transaction, requestIds: string[], now: Date): Promise<string[]> {
  const rows = await tx.execute<{ id: string }>(sql`
    select r.id from requests r where r.id = any(${sql.param(requestIds)}::text[]) and exists (
      select from requests o where o.agent_id = r.agent_id and o.state = 'pending' and o.expires_at > ${now.toISOString()}
        and o.action_digest = r.action_digest and o.id < r.id
        and o.created_at > r.created_at - make_interval(secs => ${duplicateSeconds}))`);
  return rows.map(({ id }) => id);
}

/** Notifies an owner, once an hour, of an agent that alone asked more often than the owner's budget. */
export async function announceOverBudget(
  tx: Transaction,
  {
    budgets,
    asked,
    preferences,
    now,
  }: {
    budgets: Budgets;
    asked: { agentId: string; ownerId: string }[];
    preferences: (personId: string) => Preferences;
    now: Date;
  },
): Promise<void> {
  const over = new Map(
    asked.flatMap(({ agentId, ownerId }) => {
      const { hourlyBudget } = preferences(ownerId);
      const count = budgets.countOf(ownerId, agentId);
      return hourlyBudget !== null && count > hourlyBudget
        ? [[agentId, { ownerId, count, budget: hourlyBudget }] as const]
        : [];
    }),
  );
  if (over.size === 0) return;
  const rows = await tx.execute<{ id: string; ownerId: string }>(sql`
    select a.id, a.owner_id as "ownerId" from agents a
    where a.id = any(${sql.param([...over.keys()])}::text[]) and not ${isFloodAnnounced(now)}`);
  for (const { id, ownerId } of rows) {
    const flood = over.get(id);
    if (flood?.ownerId !== ownerId) continue;
    const { count: more, budget } = flood;
    await announce(tx, { kind: "agent_flooding", to: [ownerId], agentId: id, more, budget, now });
  }
}
