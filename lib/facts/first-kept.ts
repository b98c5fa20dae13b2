import type postgres from "postgres";

/** Longer than the longest window of a total. */
export const keptDaysOfTotals = 8;
/** Longer than the days that pages show. */
const keptDaysOfOutcomes = 32;

/** From when subtotals are kept. A clock ahead of the database's would forget requests others count. */
export async function firstKept(
  sql: postgres.ISql,
  now: Date,
): Promise<{ totals: string; outcomes: string }> {
  const [row] = await sql<{ seconds: number }[]>`
    select extract(epoch from least(${now.toISOString()}::timestamptz, now()))::float8 as seconds`;
  if (!row) throw new Error("the database returned no time");
  const daysAgo = (days: number) => new Date((row.seconds - days * 86_400) * 1000).toISOString();
  return { totals: daysAgo(keptDaysOfTotals), outcomes: daysAgo(keptDaysOfOutcomes) };
}
