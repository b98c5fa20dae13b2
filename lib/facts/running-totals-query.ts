import type postgres from "postgres";
import { mostRepeats, type TotalScope } from "#lib/policy/language/total";
import { realRequestText } from "#lib/test-agents/conditions";

/** Equal totals of requests of one batch: read once, at the latest moment. Times are ISO 8601. */
export interface TotalGroup {
  n: number;
  per: TotalScope;
  /** The agent, owner or resource, or the digest of the action. */
  id: string;
  agentId: string;
  isSum: boolean;
  currency: string;
  /** Action types, and the beginnings of action types. */
  exact: string[];
  prefixes: string[];
  at: string;
  since: string;
  sinceId: string;
  /** The first whole minute after `since`, and the first whole hour after that. */
  minute: string;
  minuteId: string;
  hour: string;
  /** `infinity`, unless the totals are of a past request. */
  lastHour: string;
  until: string;
  /** The first ID of the minute `until`, and the ID of the past request; null for a new one. */
  untilId: string | null;
  beforeId: string | null;
  /** The first ID after the past request's last window; null if unread. */
  decidedBeforeId: string | null;
  /** The earliest moment of the group, and where its window begins. */
  firstAt: string;
  firstSince: string;
  firstSinceId: string;
}

export interface ReadGroup {
  n: number;
  /** Of the requests created after `since` that count at `at`. */
  total: string;
  /** Requests that only the earlier moments may count; per action all of them, up to a limit. */
  edge: { createdAt: string; expiresAt: string | null; ownerId: string; value: string }[] | null;
  /** The pending requests' part of a shared total, by owner. */
  pending: { ownerId: string; value: string }[] | null;
  /** Later allowed and approved requests' part of a shared total. */
  decided: string | null;
}

/** The needs of a batch's groups: the query leaves out the rest. */
interface Parts {
  /** Apart from `action`, whose requests have no subtotals. */
  per: Exclude<TotalScope, "action">[];
  actions: boolean;
  sums: boolean;
  counts: boolean;
  /** Whether the moments of a group differ. */
  edges: boolean;
  /** Whether totals are of a past request. */
  past: boolean;
  /** Whether what was decided after a past request is wanted. */
  decided: boolean;
}

const matches = (type: string) =>
  `(${type} = any(g.exact) or exists (select from unnest(g.prefixes) as prefix where starts_with(${type}, prefix)))`;
const value = `case when g."isSum" then greatest(r.amount, 0) else 1 end`;
const isCounted = `(not g."isSum" or r.currency = g.currency) and ${matches("r.action_type")}`;
export const scopeColumns = {
  ...{ agent: "agent_id", owner: "owner_id", resource: "resource", action: "action_digest" },
} as const;
/** As the scope's index orders: otherwise every request of an agent is read. */
export const idOf = {
  ...{ agent: 'r.id collate "POSIX"', owner: "r.id", resource: "r.id", action: 'r.id collate "POSIX"' },
} as const;
const ofScope = `case g.per when 'agent' then r.agent_id when 'owner' then r.owner_id when 'resource' then r.resource end = g.id`;

/** Counted requests of a range of IDs, each scope by its own index. */
const requestsOf = (
  { per }: Parts,
  selected: string,
  { from, to, also }: { from: string; to: string; also: string },
) =>
  per.map(
    (scope) => `
    select ${selected} from requests r
    where g.per = '${scope}' and r.${scopeColumns[scope]} = g.id and ${idOf[scope]} >= ${from} and ${idOf[scope]} < ${to}
      and r.state in ('allowed', 'approved', 'pending') and ${realRequestText} and ${isCounted} and ${also}`,
  );

const bucketsOf = ({ sums, counts }: Parts, seconds: 60 | 3600, range: string) => {
  const bucket = `s.scope = g.scope and s.seconds = ${seconds} and ${range} and ${matches("s.action_type")}`;
  return [
    ...(sums
      ? [`select s.sum from subtotals s where g."isSum" and s.currency = g."currencyKey" and ${bucket}`]
      : []),
    ...(counts ? [`select s.count from subtotals s where not g."isSum" and ${bucket}`] : []),
  ];
};

const changesOf = ({ per }: Parts) =>
  per.map(
    (scope) => `
    select case when g."isSum" then c.sum else c.count end from subtotal_changes c
    where g.per = '${scope}' and c.${scopeColumns[scope]} = g.scope and c.owner_id is not null and c.minute >= g.minute and c.minute < g.until
      and (not g."isSum" or c.currency = g."currencyKey") and ${matches("c.action_type")}`,
  );

const isPendingUntil = "case when r.state = 'pending' then r.expires_at end";

/** The newest requests for the same action, by an index for each state, up to a limit. */
const repeatsOf = () => {
  const select = `select r.created_at, ${isPendingUntil}, r.owner_id, ${value} from requests r where g.per = 'action'`;
  const isWanted = `r.action_digest = g.id and r.created_at > g."firstSince" and (g."beforeId" is null or r.id < g."beforeId")
      and ${realRequestText} and ${isCounted}`;
  const ended = (state: string) => `
    (${select} and r.state = '${state}' and ${idOf.action} >= g."firstSinceId" and ${isWanted}
    order by ${idOf.action} desc limit ${mostRepeats})`;
  return [
    ...[ended("allowed"), ended("approved")],
    `${select} and r.agent_id = g."agentId" and r.state = 'pending' and r.expires_at > g."firstAt" and ${isWanted}`,
  ];
};
const union = (selects: string[]) => selects.join(" union all ");

function queryOf(parts: Parts): string {
  const firstMinute = {
    ...{ from: `g."sinceId"`, to: `g."minuteId"` },
    also: "r.created_at > g.since and r.created_at < g.minute and (r.state <> 'pending' or r.expires_at > g.at)",
  };
  const lastMinute = {
    ...{ from: `g."untilId"`, to: `g."beforeId"` },
    also: "r.created_at >= g.until and (r.state <> 'pending' or r.expires_at > g.at)",
  };
  const betweenMoments = {
    ...{ from: `g."firstSinceId"`, to: `g."minuteId"` },
    also: `r.created_at > g."firstSince" and r.created_at <= g.since`,
  };
  const listed = (selects: string[]) => `(
    select json_agg(json_build_object('createdAt', created_at, 'expiresAt', expires_at, 'ownerId', owner_id, 'value', worth::text))
    from (${union(selects)}) as listed(created_at, expires_at, owner_id, worth))`;
  const edge = listed([
    ...requestsOf(parts, `r.created_at, ${isPendingUntil}, r.owner_id, ${value}`, betweenMoments),
    `select r.created_at, r.expires_at, r.owner_id, ${value} from overdue r
       where r.created_at > g.since and r.expires_at > g."firstAt" and r.expires_at <= g.at and ${ofScope} and ${isCounted}`,
  ]);
  const edges = [
    ...(parts.actions ? [`when g.per = 'action' then ${listed(repeatsOf())}`] : []),
    ...(parts.edges ? [`when g."firstAt" < g.at then ${edge}`] : []),
  ];
  const pending = `case when g.per = 'resource' then (
    select json_agg(json_build_object('ownerId', owner_id, 'value', worth::text)) from (
      select r.owner_id, sum(${value}) as worth from requests r
      where r.resource = g.id and r.id >= g."sinceId" and r.state = 'pending' and r.created_at > g.since and r.expires_at > g.at
        and (g."beforeId" is null or r.id < g."beforeId") and ${realRequestText} and ${isCounted}
      group by r.owner_id) as open) end`;
  const decided = `case when g."decidedBeforeId" is not null then (
    select coalesce(sum(${value}), 0)::text from requests r
    where r.resource = g.id and r.id > g."beforeId" and r.id < g."decidedBeforeId" and r.state in ('allowed', 'approved')
      and ${realRequestText} and ${isCounted}) end`;
  return `
  with wanted as materialized (
    select g.*, case g.per when 'resource' then subtotal_resource(g.id) else g.id end as scope, subtotal_currency(g.currency) as "currencyKey"
    from json_to_recordset($1::text::json) as g(n int, per text, id text, "agentId" text, "isSum" boolean, currency text, exact text[], prefixes text[],
      at timestamptz, since timestamptz, "sinceId" text, minute timestamptz, "minuteId" text, hour timestamptz,
      "lastHour" timestamptz, until timestamptz, "untilId" text, "beforeId" text, "decidedBeforeId" text,
      "firstAt" timestamptz, "firstSince" timestamptz, "firstSinceId" text)),
  overdue as materialized (
    select r.agent_id, r.owner_id, r.resource, r.action_type, r.currency, r.amount, r.created_at, r.expires_at from requests r
    where r.state = 'pending' and r.closed_at is null and ${realRequestText} and r.expires_at <= (select max(at) from wanted))
  select g.n, (select coalesce(sum(part), 0) from (${union([
    ...bucketsOf(parts, 3600, `s.start >= g.hour and s.start < g."lastHour"`),
    ...bucketsOf(parts, 60, "s.start >= g.minute and s.start < g.hour"),
    ...(parts.past ? bucketsOf(parts, 60, `s.start >= g."lastHour" and s.start < g.until`) : []),
    ...changesOf(parts),
    ...requestsOf(parts, value, firstMinute),
    ...(parts.past ? requestsOf(parts, value, lastMinute) : []),
    `select -(${value}) from overdue r where r.created_at >= g.minute and r.created_at < g.until and r.expires_at <= g.at and ${ofScope} and ${isCounted}`,
  ])}) as parts(part))::text as total, ${edges.length > 0 ? `case ${edges.join(" ")} end` : "null"} as edge,
    ${parts.per.includes("resource") ? pending : "null"} as pending,
    ${parts.decided ? decided : "null"} as decided
  from wanted g order by g.n`;
}

/**
 * Reads many totals: each as whole hours and minutes of `subtotals`, unmerged changes, and the
 * requests of the minute in which the window begins and, for a past request, of its own, without
 * overdue pending requests. The cost depends neither on the window's length nor on its requests.
 * Sends the query before it returns.
 */
export function readGroups(sql: postgres.ISql, groups: TotalGroup[]): Promise<ReadGroup[]> {
  const parts = {
    per: (["agent", "owner", "resource"] as const).filter((scope) => groups.some(({ per }) => per === scope)),
    actions: groups.some(({ per }) => per === "action"),
    sums: groups.some(({ isSum }) => isSum),
    counts: groups.some(({ isSum }) => !isSum),
    edges: groups.some(({ firstAt, at }) => firstAt !== at),
    past: groups.some(({ beforeId }) => beforeId !== null),
    decided: groups.some(({ decidedBeforeId }) => decidedBeforeId !== null),
  };
  const name = JSON.stringify(parts);
  const query = queries.get(name) ?? queryOf(parts);
  queries.set(name, query);
  return sql.unsafe<ReadGroup[]>(query, [JSON.stringify(groups)], { prepare: true }).execute();
}

/** By their parts: 232 at most. */
const queries = new Map<string, string>();
