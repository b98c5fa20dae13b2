import { type SQL, sql } from "drizzle-orm";
import { firstIdAt } from "#lib/kernel/ids";
import { narrowed, type QueueFilter } from "./queue/queue-query.ts";

/** One more is read, to know of a next page. */
export const pageSize = 50;

export const requestsAndTypes = sql`requests r left join action_types t on t.type = r.action_type`;

/** Closed after waiting for a person; also expired and not closed yet. */
function closed(now: Date): SQL {
  return sql`and r.state not in ('allowed', 'blocked') and (r.state <> 'pending' or r.expires_at <= ${now.toISOString()})`;
}

/** The newest requests of a filter. @param id the ID in the order of the index to use. */
export function newest(filter: QueueFilter, now: Date, id = sql`r.id`): SQL {
  return sql`${filter.state === "decided" ? closed(now) : sql``} ${narrowed(filter, now)} ${filter.after ? sql`and ${id} < ${filter.after}` : sql``}
    order by ${id} desc limit ${pageSize + 1}`;
}

/**
 * The newest requests of a filter and one action type. Compares pairs of type and ID, as the
 * indexes are ordered: with the type alone, the planner could read all closed requests to find
 * those of a rare type.
 */
export function newestOfType(type: SQL, { from, after, ...filter }: QueueFilter, now: Date): SQL {
  const place = sql`(r.action_type, r.id collate "C")`;
  return sql`
    select r.id from ${requestsAndTypes}
    where ${place} > (${type}, ${from ? firstIdAt("req", from) : "req_"}) and ${place} < (${type}, ${after ?? "req_~"})
      ${filter.state === "decided" ? closed(now) : sql``} ${narrowed(filter, now)}
    order by r.action_type desc, r.id collate "C" desc limit ${pageSize + 1}`;
}
