import type { Database } from "#db/client";
import { addSeconds } from "#lib/clock";
import { keptDaysOfOutcomes, mergeSubtotals } from "./merge-subtotals.ts";

/** Builds all subtotals anew from the requests. Until the merge is done, reading a total takes longer. */
export async function rebuildSubtotals(db: Database, now: Date): Promise<void> {
  const since = addSeconds(now, -keptDaysOfOutcomes * 86_400).toISOString();
  await db.$client.begin(async (sql) => {
    await sql`set local statement_timeout = 0`;
    await sql`select rebuild_subtotals(${since})`;
  });
  await mergeSubtotals(db, now);
}
