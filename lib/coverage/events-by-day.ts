import type postgres from "postgres";
import type { AuditEventType } from "#lib/audit/event-types";
import { firstIdAt } from "#lib/kernel/ids";
import { testAgentIds } from "#lib/test-agents/conditions";
import { type Query, query, run } from "./query.ts";

/** A day (UTC) or another span of time, without its end. */
export interface Span {
  from: Date;
  to: Date;
}

/** How many events of each type a span has. */
export type EventSpan = Span & { counts: ReadonlyMap<string, number> };

/** How many events of each type there were, day by day or in other spans of time, oldest first. */
export interface EventDays {
  days: EventSpan[];
  query: Query;
}

/** Counts events of these types. */
export async function eventsByDay(
  sql: postgres.ISql,
  types: readonly AuditEventType[],
  spans: Span[],
): Promise<EventDays> {
  const asked = daysQuery(types, spans);
  const rows = await run<{ day: number; type: string; n: number }>(sql, asked);
  const days = spans.map((span, day) => ({
    ...span,
    counts: new Map(rows.flatMap((row) => (row.day === day ? [[row.type, row.n] as const] : []))),
  }));
  return { days, query: asked };
}

// A range of one index for each day and type, without reading a row. The few events of test agents
// are subtracted.
function daysQuery(types: readonly AuditEventType[], spans: Span[]): Query {
  const bound = (at: Date) => firstIdAt("evt", at);
  const days = spans.map(({ from, to }, day) => ({ day, first: bound(from), end: bound(to) }));
  return query`
    with tests as materialized (
      select id, type from audit_events where agent_id = any(${{ sql: testAgentIds }}) and id > ${days[0]?.first ?? ""})
    select d.day, t.type, c.n
    from jsonb_to_recordset(${JSON.stringify(days)}::text::jsonb) as d(day int, first text, "end" text)
      cross join unnest(string_to_array(${types.join()}, ',')) as t(type)
      cross join lateral (
        select (count(*) - (select count(*) from tests e where e.type = t.type and e.id > d.first and e.id < d."end"))::int as n
        from audit_events e where e.type = t.type and e.id > d.first and e.id < d."end") c
    where c.n > 0`;
}

export function countOf({ days }: Pick<EventDays, "days">, types: readonly AuditEventType[]): number {
  return days.reduce((sum, { counts }) => sum + types.reduce((n, type) => n + (counts.get(type) ?? 0), 0), 0);
}
