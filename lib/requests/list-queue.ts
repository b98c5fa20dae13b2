import { type SQL, sql } from "drizzle-orm";
import type { Database } from "#db/client";
import type { Risk } from "#db/schema/policy";
import { type QueueItem, type QueueRow, queueItem } from "./queue-item.ts";
import { answersFor, type RequestReader, visibleAgents } from "./visible-agents.ts";

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
    select ${columns(viewer)}
    from requests r join agents a on a.id = r.agent_id join people o on o.id = a.owner_id
      left join action_types t on t.type = r.action_type
    where r.state = 'pending' and r.expires_at > ${now.toISOString()}
      and ${visibleAgents(viewer)} ${narrowed(filter)} ${after}
    order by r.expires_at, r.id limit ${pageSize + 1}`;
}

// The newest of each visible agent, then the newest of those: each look-up reads the end of one index, however long the history is.
function historyQuery(viewer: RequestReader, filter: QueueFilter, now: Date): SQL {
  const over = sql`and r.state not in ('allowed', 'blocked') and (r.state <> 'pending' or r.expires_at <= ${now.toISOString()})`;
  const after = filter.after ? sql`and r.id < ${filter.after}` : sql``;
  return sql`
    select ${columns(viewer)}
    from agents a join people o on o.id = a.owner_id
      cross join lateral (
        select r.* from requests r left join action_types t on t.type = r.action_type
        where r.agent_id = a.id ${filter.state === "decided" ? over : sql``} ${narrowed(filter)} ${after}
        order by r.id desc limit ${pageSize + 1}) r
      left join action_types t on t.type = r.action_type
    where ${visibleAgents(viewer)}
    order by r.id desc limit ${pageSize + 1}`;
}

function narrowed({ agent, type, risk }: QueueFilter): SQL {
  const conditions = [
    agent ? sql`and r.agent_id = ${agent}` : sql``,
    type ? sql`and r.action_type = ${type}` : sql``,
    risk === "unknown" ? sql`and t.risk is null` : risk ? sql`and t.risk = ${risk}` : sql``,
  ];
  return sql.join(conditions, sql` `);
}

function columns({ personId }: RequestReader): SQL {
  return sql`r.id, r.state, r.close_reason, r.action, r.action_type, t.title, t.risk, t.amount_param, t.currency_param,
    a.id as agent_id, a.name as agent_name, o.id as owner_id, o.name as owner_name, r.approvals_required, r.approvals_given,
    r.created_at, r.expires_at, r.closed_at, ${answersFor(personId)} as is_yours,
    (select d.decision from approvals d where d.request_id = r.id and d.person_id = ${personId}) as your_decision`;
}
