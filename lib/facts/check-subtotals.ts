import { channel } from "node:diagnostics_channel";
import type { Database } from "#db/client";
import { addSeconds } from "#lib/kernel/clock";
import { firstKept } from "./first-kept.ts";
import { mergeSubtotals } from "./merge-subtotals.ts";

/** How many subtotals do not agree with the requests. */
export interface SubtotalDifferences {
  totals: number;
  outcomes: number;
}

/** Where differences are published: app/process/jobs/alarms.ts logs and counts them. */
export const subtotalDifferences = channel("countersign.subtotal-difference");

/** Compares subtotals with requests, and rebuilds after a defect or a change by hand. */
export async function checkSubtotals(db: Database, now: Date): Promise<SubtotalDifferences> {
  const found = await findDifferences(db, now);
  if (found.totals + found.outcomes === 0) return found;
  subtotalDifferences.publish(found);
  await rebuildSubtotals(db, now);
  return found;
}

const change = `cross join lateral subtotal_change(r.state, r.edge, r.owner_id, r.resource, r.action_type, r.amount, r.currency, r.created_at) as c`;
const buckets = `cross join (values (60), (3600)) as bucket(seconds)`;
const start = `date_bin(seconds * interval '1 second', minute, timestamptz '2000-01-01 00:00:00Z') as start`;

// One statement sees each request together with its changes. The first hour and the first day of
// those that are kept may be incomplete, and are left out.
async function findDifferences(db: Database, now: Date): Promise<SubtotalDifferences> {
  return db.$client.begin(async (sql) => {
    await sql`set local statement_timeout = 0`;
    const from = await firstKept(sql, now);
    const hour = new Date(Math.ceil(new Date(from.totals).getTime() / 3_600_000) * 3_600_000);
    const day = addSeconds(new Date(from.outcomes), 86_400).toISOString().slice(0, 10);
    const [found] = await sql<SubtotalDifferences[]>`
      with expected as (
        select scope, seconds, counted_currency as currency, ${sql.unsafe(start)}, counted_type as action_type, count(*) as count, sum(amount_above_zero) as sum
        from requests r ${sql.unsafe(change)} cross join lateral (values (r.agent_id), (counted_owner), (counted_resource)) as counted(scope) ${sql.unsafe(buckets)}
        where counted_owner is not null and scope is not null and r.created_at >= ${hour.toISOString()}::timestamptz
        group by 1, 2, 3, 4, 5),
      actual as (
        select scope, seconds, currency, start, action_type, sum(count) as count, sum(sum) as sum from (
          select scope, seconds, currency, start, action_type, count, sum from subtotals where start >= ${hour.toISOString()}::timestamptz
          union all select scope, seconds, currency, ${sql.unsafe(start)}, action_type, count, sum
          from subtotal_changes cross join lateral (values (agent_id), (owner_id), (resource)) as counted(scope) ${sql.unsafe(buckets)}
          where owner_id is not null and scope is not null and minute >= ${hour.toISOString()}::timestamptz) as parts
        group by 1, 2, 3, 4, 5 having sum(count) <> 0 or sum(sum) <> 0),
      expected_outcomes as (
        select agent_id, (created_at at time zone 'UTC')::date as day, state, count(*) as count from requests
        where created_at >= ${day}::date::timestamp at time zone 'UTC' group by 1, 2, 3),
      actual_outcomes as (
        select agent_id, day, state, sum(count) as count from (
          select agent_id, day, state, count from daily_outcomes where day >= ${day}::date
          union all select agent_id, (minute at time zone 'UTC')::date, state, count from subtotal_changes
          where minute >= ${day}::date::timestamp at time zone 'UTC') as parts
        group by 1, 2, 3 having sum(count) <> 0)
      select (select count(*)::int from expected e full join actual a using (scope, seconds, currency, start, action_type)
          where e.count is distinct from a.count or e.sum is distinct from a.sum) as totals,
        (select count(*)::int from expected_outcomes e full join actual_outcomes a using (agent_id, day, state)
          where e.count is distinct from a.count) as outcomes`;
    if (!found) throw new Error("the comparison returned no row");
    return found;
  });
}

/** Builds all subtotals anew from the requests. Until the merge is done, reading a total takes longer. */
export async function rebuildSubtotals(db: Database, now: Date): Promise<void> {
  await db.$client.begin(async (sql) => {
    await sql`set local statement_timeout = 0`;
    const { outcomes } = await firstKept(sql, now);
    await sql`select rebuild_subtotals(${outcomes})`;
  });
  await mergeSubtotals(db, now);
}
