import type postgres from "postgres";
import type { Database } from "#db/client";
import type { AgentStatus } from "#db/schema/agents";
import type { RequestState } from "#db/schema/requests";
import type { Viewer } from "#lib/auth/session";
import { addSeconds } from "#lib/clock";
import { firstIdAt } from "#lib/ids";

export interface AgentFilter {
  status?: AgentStatus | undefined;
  /** `per_` id. */
  owner?: string | undefined;
  label?: string | undefined;
  /** `expiring`: a key of it expires within 14 days. `none`: it has no usable key. */
  keys?: "expiring" | "none" | undefined;
  /** `due`: its owner has to confirm that they answer for it, or should have. */
  attestation?: "due" | undefined;
  /** Part of its name, whatever the case. */
  search?: string | undefined;
  /** The id of the agent after which the page begins. */
  after?: string | undefined;
}

/** How many requests of an agent ended how. */
export type Outcomes = Partial<Record<RequestState, number>>;

export interface AgentRow {
  id: string;
  name: string;
  status: AgentStatus;
  labels: string[];
  owner: { id: string; name: string };
  /** By name. */
  backups: string[];
  usableKeyCount: number;
  /** When the first of its usable keys expires; null when there is none. */
  firstKeyExpiresAt: Date | null;
  lastSeenAt: Date | null;
  /** Of the newest `mostCounted` requests of the last 30 days. */
  outcomes: Outcomes;
  isCapped: boolean;
}

export interface AgentPage {
  agents: AgentRow[];
  /** The `after` of the next page; null on the last. */
  next: string | null;
}

const pageSize = 25;
/** Requests of one agent that are counted: what a page costs is bounded, however busy its agents are. */
const mostCounted = 2000;
const expiringSeconds = 14 * 86_400;
const countedSeconds = 30 * 86_400;

/** A page of the agents that a viewer may see, by name: all for admins and auditors, for others those they own or back up. */
export async function listAgentPage(
  db: Database,
  { viewer, filter, now }: { viewer: Viewer; filter: AgentFilter; now: Date },
): Promise<AgentPage> {
  const rows = await db.$client<RawRow[]>`${agentPageQuery(db.$client, { viewer, filter, now })}`;
  const agents = rows.slice(0, pageSize).map(agentRow);
  return { agents, next: rows.length > pageSize ? (agents.at(-1)?.id ?? null) : null };
}

/**
 * The query of {@link listAgentPage}. First the page, from the index on the name; then what its rows show, each by look-ups in one index.
 */
export function agentPageQuery(
  sql: postgres.Sql,
  { viewer, filter, now }: { viewer: Viewer; filter: AgentFilter; now: Date },
) {
  const at = now.toISOString();
  const since = firstIdAt("req", addSeconds(now, -countedSeconds));
  const usable = sql`k.revoked_at is null and k.expires_at > ${at}::timestamptz`;
  return sql`
    with page as materialized (
      select a.id, a.name, a.status, a.labels, a.owner_id from agents a
      where ${visible(sql, viewer)} ${narrowed(sql, filter, now)} order by a.name, a.id limit ${pageSize + 1})
    select page.id, page.name, page.status, page.labels, o.id as "ownerId", o.name as "ownerName", keys.n as "usableKeyCount",
      keys.first as "firstKeyExpiresAt", latest.created_at as "lastSeenAt", counted.outcomes,
      array(select p.name from agent_backups b join people p on p.id = b.person_id where b.agent_id = page.id order by p.name) as backups
    from page join people o on o.id = page.owner_id
      cross join lateral (select count(*)::int as n, min(k.expires_at) as first from agent_keys k where k.agent_id = page.id and ${usable}) keys
      left join lateral (select r.created_at from requests r where r.agent_id = page.id order by r.id desc limit 1) latest on true
      cross join lateral (select coalesce(json_object_agg(state, n), '{}') as outcomes from (
        select state, count(*)::int as n from (
          select case when r.state = 'pending' and r.expires_at <= ${at}::timestamptz then 'expired' else r.state end as state
          from requests r where r.agent_id = page.id and r.id >= ${since} order by r.id desc limit ${mostCounted}) recent
        group by state) by_state) counted
    order by page.name, page.id`;
}

function visible(sql: postgres.Sql, { roles, personId }: Viewer) {
  if (roles.includes("admin") || roles.includes("auditor")) return sql`true`;
  return sql`(a.owner_id = ${personId}
    or exists (select from agent_backups b where b.agent_id = a.id and b.person_id = ${personId}))`;
}

function narrowed(sql: postgres.Sql, filter: AgentFilter, now: Date) {
  const { status, owner, label, keys, attestation, search, after } = filter;
  const live = sql`select from agent_keys k where k.agent_id = a.id and k.revoked_at is null and k.expires_at > ${now.toISOString()}::timestamptz`;
  const soon = addSeconds(now, expiringSeconds).toISOString();
  return sql`
    ${status ? sql`and a.status = ${status}` : sql``}
    ${owner ? sql`and a.owner_id = ${owner}` : sql``}
    ${label ? sql`and a.labels @> array[${label}]` : sql``}
    ${keys === "expiring" ? sql`and a.status <> 'revoked' and exists (${live} and k.expires_at <= ${soon}::timestamptz)` : sql``}
    ${keys === "none" ? sql`and a.status <> 'revoked' and not exists (${live})` : sql``}
    ${attestation === "due" ? sql`and a.status <> 'revoked' and ${isDue(sql, now)}` : sql``}
    ${search ? sql`and strpos(lower(a.name), lower(${search})) > 0` : sql``}
    ${after ? sql`and (a.name, a.id) > (select name, id from agents where id = ${after})` : sql``}`;
}

// As lib/agents/attestation-deadline.ts says it.
function isDue(sql: postgres.Sql, now: Date) {
  return sql`exists (select from workspace w
    where a.attested_at + make_interval(days => w.attestation_days) <= ${now.toISOString()}::timestamptz)`;
}

interface RawRow extends Omit<AgentRow, "owner" | "firstKeyExpiresAt" | "lastSeenAt" | "isCapped"> {
  ownerId: string;
  ownerName: string;
  firstKeyExpiresAt: string | null;
  lastSeenAt: string | null;
}

function agentRow({ ownerId, ownerName, firstKeyExpiresAt, lastSeenAt, ...row }: RawRow): AgentRow {
  const total = Object.values(row.outcomes).reduce((sum, count) => sum + count, 0);
  return {
    ...row,
    owner: { id: ownerId, name: ownerName },
    firstKeyExpiresAt: firstKeyExpiresAt ? new Date(firstKeyExpiresAt) : null,
    lastSeenAt: lastSeenAt ? new Date(lastSeenAt) : null,
    isCapped: total >= mostCounted,
  };
}
