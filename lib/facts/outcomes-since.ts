import type postgres from "postgres";
import { addSeconds } from "#lib/kernel/clock";

/** The days that pages show, today included. */
export const shownDays = 30;

/** The beginning of the first day (UTC) that pages show. */
export function firstShownDay(now: Date): Date {
  return addSeconds(new Date(`${now.toISOString().slice(0, 10)}T00:00:00Z`), -(shownDays - 1) * 86_400);
}

/** An agent's (`agent`, an expression) requests since a day: rows of day, state and a number to add up. */
export function outcomesSince(
  sql: postgres.ISql,
  agent: postgres.PendingQuery<postgres.Row[]>,
  { first, now }: { first: Date; now: Date },
) {
  const since = first.toISOString();
  return sql`
    select o.day, o.state, o.count from daily_outcomes o where o.agent_id = ${agent} and o.day >= ${since.slice(0, 10)}::date
    union all select (c.minute at time zone 'UTC')::date, c.state, c.count from subtotal_changes c
    where c.agent_id = ${agent} and c.minute >= ${since}::timestamptz
    union all select (r.created_at at time zone 'UTC')::date, moved.state, moved.count
    from requests r cross join (values ('pending', -1), ('expired', 1)) as moved(state, count)
    where r.agent_id = ${agent} and r.state = 'pending' and r.expires_at <= ${now.toISOString()}::timestamptz and r.created_at >= ${since}::timestamptz`;
}
