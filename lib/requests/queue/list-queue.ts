import { type SQL, sql } from "drizzle-orm";
import type { Database } from "#db/client";
import { newest, newestOfType, pageSize, requestsAndTypes } from "../newest-requests.ts";
import { listApprovedBefore } from "../unusual/approved-before/list-approved-before.ts";
import { agentsReadInFull, type RequestReader, readsEverything } from "../visible-requests.ts";
import { type QueueItem, queueItem } from "./queue-item.ts";
import {
  type HistoryFilter,
  pendingRows,
  type QueueFilter,
  type QueueRow,
  queueColumns,
} from "./queue-query.ts";

export interface QueuePage {
  items: QueueItem[];
  /** The `after` of the next page; null on the last. */
  next: string | null;
}

/** Requests listed one by one: by time, or pending. */
export type ListFilter = HistoryFilter | (QueueFilter & { state: "pending" });

/** A page of readable requests: pending ones by deadline, others newest first. */
export async function listQueue(
  db: Database,
  viewer: RequestReader,
  filter: ListFilter,
  now: Date,
): Promise<QueuePage> {
  const rows = await db.execute<QueueRow>(pageQuery(viewer, filter, now));
  const page = rows.slice(0, pageSize);
  const pending = page.filter(({ state }) => state === "pending").map(({ id }) => id);
  const repeats = await listApprovedBefore(db, viewer, pending, now);
  const items = page.map((row) => queueItem(row, repeats, now));
  return { items, next: rows.length > pageSize ? (items.at(-1)?.id ?? null) : null };
}

/** The query of {@link listQueue}. */
export function pageQuery(viewer: RequestReader, filter: ListFilter, now: Date): SQL {
  return filter.state === "pending" ? pendingQuery(viewer, filter, now) : historyQuery(viewer, filter, now);
}

function pendingQuery(viewer: RequestReader, filter: QueueFilter, now: Date): SQL {
  return sql`select ${queueColumns(viewer, now)} ${pendingRows(viewer, filter, { now })} limit ${pageSize + 1}`;
}

// The owner is the request's own: a transfer cancels pending requests, and moves no past request.
function historyQuery(viewer: RequestReader, filter: QueueFilter, now: Date): SQL {
  const known =
    readsEverything(viewer) && !filter.agent
      ? ofAllAgents(filter, now)
      : ofAgentsReadInFull(viewer, filter, now);
  return sql`
    select ${queueColumns(viewer, now)}
    from (${known}) known
      join requests r on r.id = known.id join agents a on a.id = r.agent_id join people o on o.id = r.owner_id
      left join action_types t on t.type = r.action_type
    order by r.id desc`;
}

// For a viewer of everything: the end of one index, instead of one look-up for each of ten thousand
// agents. A filter by risk looks up each type of that risk, because types of one risk may be rare.
function ofAllAgents(filter: QueueFilter, now: Date): SQL {
  const { state, risk, type, judged, ...others } = filter;
  // Exceptional requests have an index in the order of the primary key.
  if (judged || !(type || risk)) {
    // By the primary key, the planner could read every request to find closed ones.
    const id = state === "decided" && !judged ? sql`r.id collate "C"` : undefined;
    return sql`select r.id from ${requestsAndTypes} where true ${newest(filter, now, id)}`;
  }
  if (type) return newestOfType(sql`${type}`, { ...others, state, ...(risk && { risk }) }, now);
  const ofTypes = sql`cross join lateral (${newestOfType(sql`of_risk.type`, { ...others, state }, now)}) each`;
  if (risk === "unknown") return ofUndefinedTypes(filter, now, ofTypes);
  return sql`
    select each.id from (select type from action_types where risk = ${risk}) of_risk ${ofTypes}
    order by each.id desc limit ${pageSize + 1}`;
}

const mostTypes = 100;

// Requested types that no admin has defined: each look-up finds the next type of the index. Agents
// choose types without limit; many such requests are found among the newest of all.
function ofUndefinedTypes(filter: QueueFilter, now: Date, ofTypes: SQL): SQL {
  return sql`
    with recursive requested as (
      (select action_type as type, 1 as n from requests order by action_type limit 1)
      union all
      select (select action_type from requests where action_type > requested.type order by action_type limit 1), n + 1
      from requested where requested.type is not null and n < ${mostTypes}),
    many as materialized (select count(*) = ${mostTypes} as are from requested),
    of_risk as materialized (
      select type from requested where type is not null and not (select are from many)
        and not exists (select from action_types defined where defined.type = requested.type and defined.risk is not null))
    select id from (
      (select each.id from of_risk ${ofTypes})
      union all
      (select r.id from ${requestsAndTypes} where (select are from many) ${newest(filter, now)})) each
    order by id desc limit ${pageSize + 1}`;
}

// The newest requests of each agent the viewer owns or backs up, and those decided for other
// people: each look-up reads the end of an index, for any length of history.
function ofAgentsReadInFull(viewer: RequestReader, filter: QueueFilter, now: Date): SQL {
  const { agent } = filter;
  const last = newest(filter, now);
  // By the primary key, the planner could read newer requests of other agents. Exceptional requests
  // have an index in that order.
  const id = filter.judged ? undefined : sql`r.id collate "POSIX"`;
  const ofAgent =
    filter.state === "decided"
      ? closedOfAgent(filter, now)
      : sql`select r.id from ${requestsAndTypes} where r.agent_id = a.id ${newest(filter, now, id)}`;
  const decided = sql`union (
    select r.id from approvals d join requests r on r.id = d.request_id left join action_types t on t.type = r.action_type
    where d.person_id = ${viewer.personId} ${last})`;
  return sql`
    select each.id from (
      select newest.id from agents a cross join lateral (${ofAgent}) newest
      where ${agent ? sql`a.id = ${agent} and` : sql``} ${agentsReadInFull(viewer, now)}
      ${viewer.roles.includes("approver") && !readsEverything(viewer) ? decided : sql``}) each
    order by each.id desc limit ${pageSize + 1}`;
}

// The closed requests of agent `a`. By the average agent, the planner expects few and reads all
// rows, unless an index answers alone: without a join, and apart from expired ones that aren't
// closed yet.
function closedOfAgent(filter: QueueFilter, now: Date): SQL {
  const all: QueueFilter = { ...filter, state: "all" };
  const table = filter.risk ? requestsAndTypes : sql`requests r`;
  const ofState = (state: SQL) =>
    sql`(select r.id from ${table} where r.agent_id = a.id and ${state} ${newest(all, now)})`;
  return sql`
    select id from (
      ${ofState(sql`r.state not in ('allowed', 'blocked', 'pending')`)}
      union all ${ofState(sql`r.state = 'pending' and r.expires_at <= ${now.toISOString()}`)}) closed
    order by id desc limit ${pageSize + 1}`;
}
