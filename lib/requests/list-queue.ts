import { type SQL, sql } from "drizzle-orm";
import type { Database } from "#db/client";
import { type QueueItem, type QueueRow, queueItem } from "./queue-item.ts";
import { narrowed, pendingRows, type QueueFilter, queueColumns } from "./queue-query.ts";
import { agentsReadInFull, type RequestReader, readsEverything } from "./visible-requests.ts";

export interface QueuePage {
  items: QueueItem[];
  /** The `after` of the next page; null on the last. */
  next: string | null;
}

const pageSize = 50;

/**
 * A page of the viewer's readable requests: pending requests by soonest deadline, others newest
 * first. The scope is the authorization.
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
  return sql`select ${queueColumns(viewer, now)} ${pendingRows(viewer, filter, now)} limit ${pageSize + 1}`;
}

// The newest requests of each agent the viewer owns or backs up, and of the requests the viewer
// decided for other people, then the newest of these: each look-up reads the end of an index, for
// any length of history.
function historyQuery(viewer: RequestReader, filter: QueueFilter, now: Date): SQL {
  const closed = sql`and r.state not in ('allowed', 'blocked') and (r.state <> 'pending' or r.expires_at <= ${now.toISOString()})`;
  const newest = sql`${filter.state === "decided" ? closed : sql``} ${narrowed(filter)} ${filter.after ? sql`and r.id < ${filter.after}` : sql``}
    order by r.id desc limit ${pageSize + 1}`;
  const decided = sql`union (
    select r.id from approvals d join requests r on r.id = d.request_id left join action_types t on t.type = r.action_type
    where d.person_id = ${viewer.personId} ${newest})`;
  const byAgent = sql`
    select each.id from (
      select newest.id from agents a cross join lateral (
        select r.id from requests r left join action_types t on t.type = r.action_type where r.agent_id = a.id ${newest}) newest
      where ${agentsReadInFull(viewer, now)}
      ${viewer.roles.includes("approver") && !readsEverything(viewer) ? decided : sql``}) each
    order by each.id desc limit ${pageSize + 1}`;
  // Rare requests have their own index: by agent, the query would read each agent's whole history
  // to find few.
  const ofAllAgents = sql`select r.id from requests r left join action_types t on t.type = r.action_type where true ${newest}`;
  return sql`
    select ${queueColumns(viewer, now)}
    from (${filter.judged && readsEverything(viewer) ? ofAllAgents : byAgent}) known
      join requests r on r.id = known.id join agents a on a.id = r.agent_id join people o on o.id = a.owner_id
      left join action_types t on t.type = r.action_type
    order by r.id desc`;
}
