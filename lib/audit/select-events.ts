import type postgres from "postgres";
import type { Database } from "#db/client";
import type { AuditFilter, IdRange } from "./filter.ts";

/** An event: the columns of a list, and the exact stored bytes. */
export interface AuditEntry {
  id: string;
  at: Date;
  type: string;
  /** The event as stored: JCS, UTF-8. */
  body: Uint8Array;
}

export interface EventScan extends IdRange {
  order: "asc" | "desc";
  limit: number;
}

/** Events in the order of IDs. The caller turns the filter's times into a range of IDs. */
export async function selectEvents(
  db: Database,
  filter: AuditFilter,
  scan: EventScan,
): Promise<AuditEntry[]> {
  const rows = await db.$client<{ id: string; at: string; type: string; body: Uint8Array }[]>`
    ${eventsQuery(db.$client, filter, scan)}`;
  return rows.map(({ id, at, type, body }) => ({ id, at: new Date(at), type, body: new Uint8Array(body) }));
}

/**
 * An event belongs to a person as actor or subject. The query reads both indexes, which end in
 * `id`, in order, `limit` rows at most, and merges them. An OR would sort every matching event.
 */
export function eventsQuery(
  sql: postgres.Sql,
  filter: AuditFilter,
  { after, before, order, limit }: EventScan,
) {
  const byId = order === "asc" ? sql`order by id asc` : sql`order by id desc`;
  const scan = (whose: postgres.Fragment) => sql`
    (select id from audit_events
      where id > ${after} and id < ${before} ${whose} ${conditions(sql, filter)} ${byId} limit ${limit})`;
  const { person } = filter;
  const ids =
    person === undefined
      ? scan(sql``)
      : sql`${scan(sql`and actor_id = ${person} and ${isPerson(sql)}`)} union ${scan(sql`and person_id = ${person}`)}`;
  return sql`
    select e.id, e.at, e.type, e.body
    from (select id from (${ids}) as matching ${byId} limit ${limit}) as page join audit_events e on e.id = page.id
    ${order === "asc" ? sql`order by e.id asc` : sql`order by e.id desc`}`;
}

// The condition of the index on actors, which holds people alone.
function isPerson(sql: postgres.Sql) {
  return sql`starts_with(actor_id, 'per_')`;
}

function conditions(sql: postgres.Sql, { agent, request, type }: AuditFilter) {
  return sql`
    ${agent === undefined ? sql`` : sql`and agent_id = ${agent}`}
    ${request === undefined ? sql`` : sql`and request_id = ${request}`}
    ${type === undefined ? sql`` : sql`and type = ${type}`}`;
}
