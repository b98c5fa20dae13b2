import type { Database } from "#db/client";
import { addSeconds } from "#lib/clock";
import { keptDaysOfOutcomes, keptDaysOfTotals, mergeLock } from "./merge-subtotals.ts";

/** Deletes the subtotals that no total and no page reads any longer. */
export async function deleteOldSubtotals(db: Database, now: Date): Promise<void> {
  const since = addSeconds(now, -keptDaysOfTotals * 86_400).toISOString();
  const firstDay = addSeconds(now, -keptDaysOfOutcomes * 86_400)
    .toISOString()
    .slice(0, 10);
  await db.$client.begin(async (sql) => {
    await sql`select pg_advisory_xact_lock(${mergeLock})`;
    await sql`delete from subtotals where start < ${since}::timestamptz - interval '1 hour'`;
    await sql`delete from daily_outcomes where day < ${firstDay}::date`;
  });
}
