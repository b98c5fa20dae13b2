import type { Database } from "#db/client";
import { firstKept } from "./first-kept.ts";
import { mergeSubtotals } from "./merge-subtotals.ts";

/** Builds all subtotals anew from the requests. Until the merge is done, reading a total takes longer. */
export async function rebuildSubtotals(db: Database, now: Date): Promise<void> {
  await db.$client.begin(async (sql) => {
    await sql`set local statement_timeout = 0`;
    const { outcomes } = await firstKept(sql, now);
    await sql`select rebuild_subtotals(${outcomes})`;
  });
  await mergeSubtotals(db, now);
}
