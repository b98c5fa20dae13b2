import type postgres from "postgres";
import { RunningTotals, type Totalled } from "./running-totals.ts";

/**
 * {@link RunningTotals.read} by index alone. PostgreSQL must never read `subtotal_changes` as a
 * whole, as a plan from an empty table would, nor by a bitmap, which finds merged rows until the
 * next vacuum. In a transaction the settings end with the reading; otherwise it makes a
 * transaction, if a total is wanted.
 */
export async function readRunningTotals(
  sql: postgres.ISql,
  wanted: readonly Totalled[],
): Promise<RunningTotals> {
  if (isPool(sql)) {
    if (wanted.every(({ totals }) => totals.length === 0)) return RunningTotals.read(sql, wanted);
    return sql.begin((tx) => readRunningTotals(tx, wanted));
  }
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

function isPool(sql: postgres.ISql): sql is postgres.Sql {
  return "begin" in sql;
}
