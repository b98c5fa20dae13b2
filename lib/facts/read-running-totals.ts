import type postgres from "postgres";
import { RunningTotals, type Totalled } from "./running-totals.ts";

/**
 * {@link RunningTotals.read} by index alone. PostgreSQL must never read `subtotal_changes` as a whole,
 * as a plan from a moment at which the table was empty would, nor by a bitmap, which finds merged
 * rows again until the next vacuum. Sends its statements before it returns.
 * @param sql a transaction: the settings end with the reading, at the latest with the transaction.
 */
export async function readRunningTotals(
  sql: postgres.ISql,
  wanted: readonly Totalled[],
): Promise<RunningTotals> {
  const before =
    sql`select set_config('enable_seqscan', 'off', true), set_config('enable_bitmapscan', 'off', true)`.execute();
  const reading = RunningTotals.read(sql, wanted);
  const after = [
    sql`set local enable_seqscan to default`.execute(),
    sql`set local enable_bitmapscan to default`.execute(),
  ];
  const [totals] = await Promise.all([reading, before, ...after]);
  return totals;
}
