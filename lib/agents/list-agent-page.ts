import type postgres from "postgres";
import type { Database } from "#db/client";
import type { AgentStatus } from "#db/schema/agents";
import type { RequestState } from "#db/schema/requests";
import { firstShownDay, outcomesSince } from "#lib/facts/outcomes-since";
import type { Viewer } from "#lib/sessions/session";
import { type AgentFilter, narrowedAgents } from "./narrowed-agents.ts";
import { visibleAgentsIn } from "./visible-agents.ts";

/** How many requests of an agent ended how. */
export type Outcomes = Partial<Record<RequestState, number>>;

export interface AgentRow {
  id: string;
  name: string;
  status: AgentStatus;
  isTest: boolean;
  labels: string[];
  owner: { id: string; name: string };
  /** By name. */
  backups: string[];
  usableKeyCount: number;
  /** The earliest expiry of the agent's usable keys; null without a usable key. */
  firstKeyExpiresAt: Date | null;
  /** Whether a workload may get a short-lived key. */
  hasWorkload: boolean;
  lastSeenAt: Date | null;
  /** Of the requests of the last 30 days (UTC), today included. */
  outcomes: Outcomes;
}

export interface AgentPage {
  agents: AgentRow[];
  /** The `after` of the next page; null on the last. */
  next: string | null;
}

const pageSize = 25;

/** A page of the agents that {@link visibleAgentsIn} shows a viewer, by name. */
export async function listAgentPage(
  db: Database,
  { viewer, filter, now }: { viewer: Viewer; filter: AgentFilter; now: Date },
): Promise<AgentPage> {
  const rows = await db.$client<RawRow[]>`${agentPageQuery(db.$client, { viewer, filter, now })}`;
  const agents = rows.slice(0, pageSize).map(agentRow);
  return { agents, next: rows.length > pageSize ? (agents.at(-1)?.id ?? null) : null };
}

/** First the page, from the index on the name; then the details of its rows. */
export function agentPageQuery(
  sql: postgres.Sql,
  { viewer, filter, now }: { viewer: Viewer; filter: AgentFilter; now: Date },
) {
  const at = now.toISOString();
  const usable = sql`k.revoked_at is null and k.workload_id is null and k.expires_at > ${at}::timestamptz`;
  return sql`
    with page as materialized (
      select a.id, a.name, a.status, a.is_test, a.labels, a.owner_id from agents a
      where ${visibleAgentsIn(sql, viewer)} ${narrowedAgents(sql, filter, now)} order by a.name, a.id limit ${pageSize + 1})
    select page.id, page.name, page.status, page.is_test as "isTest", page.labels, o.id as "ownerId", o.name as "ownerName", keys.n as "usableKeyCount",
      keys.first as "firstKeyExpiresAt", exists (
        select from workload_identities w where w.agent_id = page.id and w.removed_at is null) as "hasWorkload", latest.created_at as "lastSeenAt", counted.outcomes,
      array(select p.name from agent_backups b join people p on p.id = b.person_id where b.agent_id = page.id order by p.name) as backups
    from page join people o on o.id = page.owner_id
      cross join lateral (select count(*)::int as n, min(k.expires_at) as first from agent_keys k where k.agent_id = page.id and ${usable}) keys
      left join lateral (select r.created_at from requests r where r.agent_id = page.id order by r.id collate "POSIX" desc limit 1) latest on true
      cross join lateral (select coalesce(json_object_agg(state, n), '{}') as outcomes from (
        select state, sum(count)::int as n from (${outcomesSince(sql, sql`page.id`, { first: firstShownDay(now), now })}) as outcome(day, state, count)
        group by state having sum(count) <> 0) by_state) counted
    order by page.name, page.id`;
}

interface RawRow extends Omit<AgentRow, "owner" | "firstKeyExpiresAt" | "lastSeenAt"> {
  ownerId: string;
  ownerName: string;
  firstKeyExpiresAt: string | null;
  lastSeenAt: string | null;
}

function agentRow({ ownerId, ownerName, firstKeyExpiresAt, lastSeenAt, ...row }: RawRow): AgentRow {
  return {
    ...row,
    owner: { id: ownerId, name: ownerName },
    firstKeyExpiresAt: firstKeyExpiresAt ? new Date(firstKeyExpiresAt) : null,
    lastSeenAt: lastSeenAt ? new Date(lastSeenAt) : null,
  };
}
