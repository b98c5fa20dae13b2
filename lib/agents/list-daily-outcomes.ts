import type postgres from "postgres";
import type { Database } from "#db/client";
import { firstShownDay, outcomesSince, shownDays } from "#lib/facts/outcomes-since";
import { addSeconds } from "#lib/kernel/clock";
import type { Outcomes } from "./list-agent-page.ts";

/** An agent's requests of the last 30 days, by day (UTC) and outcome. The caller checks access. */
export async function listDailyOutcomes(
  db: Database,
  { agentId, now }: { agentId: string; now: Date },
): Promise<{ date: string; outcomes: Outcomes }[]> {
  const rows = await dailyOutcomesQuery(db.$client, { agentId, now });
  const byDate = new Map<string, Outcomes>();
  for (const { date, state, n } of rows) byDate.set(date, { ...byDate.get(date), [state]: n });
  const first = firstShownDay(now);
  return Array.from({ length: shownDays }, (_, index) => {
    const date = addSeconds(first, index * 86_400)
      .toISOString()
      .slice(0, 10);
    return { date, outcomes: byDate.get(date) ?? {} };
  });
}

/** The query of {@link listDailyOutcomes}. */
export function dailyOutcomesQuery(sql: postgres.Sql, { agentId, now }: { agentId: string; now: Date }) {
  return sql<{ date: string; state: keyof Outcomes; n: number }[]>`
    select to_char(day, 'YYYY-MM-DD') as date, state, sum(count)::int as n
    from (${outcomesSince(sql, sql`${agentId}`, { first: firstShownDay(now), now })}) as outcome(day, state, count)
    group by 1, 2 having sum(count) <> 0`;
}
