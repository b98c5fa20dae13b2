import type { Database } from "#db/client";
import { firstKept } from "./first-kept.ts";

/** Rows merged per transaction: few, for short locks. */
const batch = 5000;
/** The advisory lock of every merge. `rebuild_subtotals` in the migration takes it too. */
const mergeLock = 7_240_128;

/**
 * Merges the changes that requests left behind into their buckets' rows. One process merges at a
 * time. A reader sees a change either as a row or merged, because one transaction deletes and adds.
 * Nothing here waits for a request's lock, or makes a request wait.
 * @returns the number of merged changes.
 */
export async function mergeSubtotals(db: Database, now: Date): Promise<number> {
  let merged = 0;
  for (;;) {
    const count = await mergeBatch(db, now);
    merged += count;
    if (count < batch) return merged;
  }
}

async function mergeBatch(db: Database, now: Date): Promise<number> {
  return db.$client.begin(async (sql) => {
    const [lock] = await sql<
      { isMine: boolean }[]
    >`select pg_try_advisory_xact_lock(${mergeLock}) as "isMine"`;
    if (!lock?.isMine) return 0;
    const from = await firstKept(sql, now);
    const [taken] = await sql<{ count: number }[]>`
      with taken as materialized (
        delete from subtotal_changes where ctid = any(array(select ctid from subtotal_changes limit ${batch})) returning *),
      merged as (
        insert into subtotals (scope, seconds, currency, start, action_type, count, sum)
        select scope, seconds, currency, date_bin(seconds * interval '1 second', minute, timestamptz '2000-01-01 00:00:00Z'), action_type,
          sum(count), sum(sum)
        from taken cross join lateral (values (agent_id), (owner_id), (resource)) as counted(scope) cross join (values (60), (3600)) as bucket(seconds)
        where owner_id is not null and scope is not null and minute >= ${from.totals}::timestamptz
        group by 1, 2, 3, 4, 5 having sum(count) <> 0 or sum(sum) <> 0
        on conflict (scope, seconds, currency, start, action_type)
          do update set count = subtotals.count + excluded.count, sum = subtotals.sum + excluded.sum),
      counted as (
        insert into daily_outcomes (agent_id, day, state, count)
        select agent_id, (minute at time zone 'UTC')::date, state, sum(count)
        from taken where minute >= ${from.outcomes}::timestamptz group by 1, 2, 3 having sum(count) <> 0
        on conflict (agent_id, day, state) do update set count = daily_outcomes.count + excluded.count)
      select count(*)::int as count from taken`;
    await sql`delete from subtotals where count = 0 and sum = 0`;
    return taken?.count ?? 0;
  });
}

/** Deletes subtotals that no total and no page reads. */
export async function deleteOldSubtotals(db: Database, now: Date): Promise<void> {
  await db.$client.begin(async (sql) => {
    await sql`select pg_advisory_xact_lock(${mergeLock})`;
    const from = await firstKept(sql, now);
    await sql`delete from subtotals where start < ${from.totals}::timestamptz - interval '1 hour'`;
    await sql`delete from daily_outcomes where day < ${from.outcomes.slice(0, 10)}::date`;
  });
}
