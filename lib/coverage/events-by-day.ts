import type postgres from "postgres";
import type { AuditEventType } from "#lib/audit/event-types";
import { firstIdAt } from "#lib/kernel/ids";
import { testAgentIds } from "#lib/test-agents/conditions";
import { type Query, query } from "./query.ts";

/** How many events of each type there were, day by day or in other spans of time, oldest first. */
export interface EventDays {
  days: { from: Date; to: Date; counts: ReadonlyMap<string, number> }[];
  query: Query;
}

/** Counts events of these types. Events never change, so neither does the count of a past day. */
export async function eventsByDay(
  sql: postgres.ISql,
  types: readonly AuditEventType[],
  starts: Date[],
): Promise<EventDays> {
  const asked = daysQuery(types, starts);
  const rows = await sql.unsafe<{ day: number; type: string; n: number }[]>(asked.sql, asked.params);
  const days = starts.slice(0, -1).map((from, day) => ({
    from,
    to: starts[day + 1] ?? from,
    counts: new Map(rows.flatMap((row) => (row.day === day ? [[row.type, row.n] as const] : []))),
  }));
  return { days, query: asked };
}

// A range of one index for each day and type, without reading a row. The few events of test agents
// are subtracted.
function daysQuery(types: readonly AuditEventType[], starts: Date[]): Query {
  const bounds = starts.map((start) => firstIdAt("evt", start));
  const days = bounds.slice(0, -1).map((first, day) => ({ day, first, end: bounds[day + 1] }));
  return query`
    with tests as materialized (
      select id, type from audit_events where agent_id = any(${{ sql: testAgentIds }}) and id > ${bounds[0] ?? ""})
    select d.day, t.type, c.n
    from jsonb_to_recordset(${JSON.stringify(days)}::text::jsonb) as d(day int, first text, "end" text)
      cross join unnest(string_to_array(${types.join()}, ',')) as t(type)
      cross join lateral (
        select (count(*) - (select count(*) from tests e where e.type = t.type and e.id > d.first and e.id < d."end"))::int as n
        from audit_events e where e.type = t.type and e.id > d.first and e.id < d."end") c
    where c.n > 0`;
}

export function countOf({ days }: EventDays, types: readonly AuditEventType[]): number {
  return days.reduce((sum, { counts }) => sum + types.reduce((n, type) => n + (counts.get(type) ?? 0), 0), 0);
}
