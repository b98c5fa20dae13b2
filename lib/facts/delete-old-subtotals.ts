import type { Database } from "#db/client";
import { firstKept } from "./first-kept.ts";
import { mergeLock } from "./merge-subtotals.ts";

/** Deletes the subtotals that no total and no page reads any longer. */
export async function deleteOldSubtotals(db: Database, now: Date): Promise<void> {
  await db.$client.begin(async (sql) => {
    await sql`select pg_advisory_xact_lock(${mergeLock})`;
    const from = await firstKept(sql, now);
    await sql`delete from subtotals where start < ${from.totals}::timestamptz - interval '1 hour'`;
    await sql`delete from daily_outcomes where day < ${from.outcomes.slice(0, 10)}::date`;
  });
}
