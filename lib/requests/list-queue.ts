import { type SQL, sql } from "drizzle-orm";
import type { Database } from "#db/client";
import type { Risk } from "#db/schema/policy";
import { answersForAgent, awayWith, concerns, forWhom } from "#lib/approvals/concerned";
import { type QueueItem, type QueueRow, queueItem } from "./queue-item.ts";
import { type RequestReader, readsEverything, visibleRequests } from "./visible-requests.ts";

export interface QueueFilter {
  /** `pending`: waiting for a person. `decided`: waited for a person and is over. `all`: also what policy allowed or blocked by itself. */
  state: "pending" | "decided" | "all";
  agent?: string;
  type?: string;
  risk?: Risk | "unknown";
  /** The id of the request after which the page begins. */
  after?: string;
}

export interface QueuePage {
  items: QueueItem[];
  /** The `after` of the next page; null on the last. */
  next: string | null;
}

const pageSize = 50;

/**
 * A page of the requests that the viewer may read: pending ones by soonest deadline, others newest first. The scope is the authorisation.
 */
export async function listQueue(
  db: Database,
  viewer: RequestReader,
  filter: QueueFilter,
  now: Date,
): Promise<QueuePage> {
  const rows = await db.execute<QueueRow>(
    filter.state === "pending" ? pendingQuery(viewer, filter, now) : historyQuery(viewer, filter, now),
  );
  const items = rows.slice(0, pageSize).map((row) => queueItem(row, now));
  return { items, next: rows.length > pageSize ? (items.at(-1)?.id ?? null) : null };
}

function pendingQuery(viewer: RequestReader, filter: QueueFilter, now: Date): SQL {
  const after = filter.after
    ? sql`and (r.expires_at, r.id) > (select expires_at, id from requests where id = ${filter.after})`
    : sql``;
  return sql`
    select ${columns(viewer, now)}
    from requests r join agents a on a.id = r.agent_id join people o on o.id = a.owner_id
      left join action_types t on t.type = r.action_type
    where r.state = 'pending' and r.expires_at > ${now.toISOString()}
      and ${visibleRequests(viewer, now)} ${narrowed(filter)} ${after}
    order by r.expires_at, r.id limit ${pageSize + 1}`;
}

// The newest of each agent one answers for, and of what one decided for others, then the newest of those: each look-up reads the end of one
// index, however long the history is.
function historyQuery(viewer: RequestReader, filter: QueueFilter, now: Date): SQL {
  const over = sql`and r.state not in ('allowed', 'blocked') and (r.state <> 'pending' or r.expires_at <= ${now.toISOString()})`;
  const newest = sql`${filter.state === "decided" ? over : sql``} ${narrowed(filter)} ${filter.after ? sql`and r.id < ${filter.after}` : sql``}
    order by r.id desc limit ${pageSize + 1}`;
  const decided = sql`union (
    select r.id from approvals d join requests r on r.id = d.request_id left join action_types t on t.type = r.action_type
    where d.person_id = ${viewer.personId} ${newest})`;
  return sql`
    select ${columns(viewer, now)}
    from (
      select each.id from (
        select newest.id from agents a cross join lateral (
          select r.id from requests r left join action_types t on t.type = r.action_type where r.agent_id = a.id ${newest}) newest
        where ${agentsOf(viewer, now)}
        ${viewer.roles.includes("approver") && !readsEverything(viewer) ? decided : sql``}) each
      order by each.id desc limit ${pageSize + 1}) known
      join requests r on r.id = known.id join agents a on a.id = r.agent_id join people o on o.id = a.owner_id
      left join action_types t on t.type = r.action_type
    order by r.id desc`;
}

function agentsOf(viewer: RequestReader, now: Date): SQL {
  if (readsEverything(viewer)) return sql`true`;
  if (!viewer.roles.includes("approver")) return sql`false`;
  const { personId } = viewer;
  return sql`(${answersForAgent(sql`${personId}`)}
    or exists (select from people p where p.id in (${awayWith(personId, now)}) and ${answersForAgent(sql`p.id`)}))`;
}

function narrowed({ agent, type, risk }: QueueFilter): SQL {
  const conditions = [
    agent ? sql`and r.agent_id = ${agent}` : sql``,
    type ? sql`and r.action_type = ${type}` : sql``,
    risk === "unknown" ? sql`and t.risk is null` : risk ? sql`and t.risk = ${risk}` : sql``,
  ];
  return sql.join(conditions, sql` `);
}

function columns({ personId }: RequestReader, now: Date): SQL {
  const yours = sql`from approvals d where d.request_id = r.id and d.person_id = ${personId} order by d.created_at limit 1`;
  return sql`r.id, r.state, r.close_reason, r.action, r.action_type, t.title, t.risk, t.amount_param, t.currency_param,
    a.id as agent_id, a.name as agent_name, o.id as owner_id, o.name as owner_name, r.approvals_required, r.approvals_given,
    r.created_at, r.expires_at, r.closed_at, r.is_break_glass, ${concerns(personId, now)} as is_yours, ${forWhom(personId, now)} as for_whom,
    (select d.decision ${yours}) as your_decision,
    (select p.name from people p where p.id = (select d.for_person_id ${yours})) as decided_for`;
}
