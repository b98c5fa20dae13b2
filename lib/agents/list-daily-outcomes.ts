import type { Database } from "#db/client";
import { addSeconds } from "#lib/clock";
import { firstIdAt } from "#lib/ids";
import type { Outcomes } from "./list-agent-page.ts";

const days = 30;
/** The number of newest requests counted. */
const mostCounted = 50_000;

/**
 * An agent's requests of the last 30 days, by day (UTC) and by current outcome, today last. The
 * caller has checked that the viewer may see the agent.
 */
export async function listDailyOutcomes(
  db: Database,
  { agentId, now }: { agentId: string; now: Date },
): Promise<{ days: { date: string; outcomes: Outcomes }[]; isCapped: boolean }> {
  const first = startOfDay(addSeconds(now, -(days - 1) * 86_400));
  const rows = await db.$client<{ date: string; state: keyof Outcomes; n: number }[]>`
    select to_char(created_at at time zone 'UTC', 'YYYY-MM-DD') as date, state, count(*)::int as n from (
      select created_at, case when state = 'pending' and expires_at <= ${now.toISOString()}::timestamptz then 'expired' else state end as state
      from requests where agent_id = ${agentId} and id >= ${firstIdAt("req", first)} order by id desc limit ${mostCounted}) recent
    group by 1, 2`;
  const byDate = new Map<string, Outcomes>();
  for (const { date, state, n } of rows) byDate.set(date, { ...byDate.get(date), [state]: n });
  const total = rows.reduce((sum, { n }) => sum + n, 0);
  return {
    days: Array.from({ length: days }, (_, index) => {
      const date = addSeconds(first, index * 86_400)
        .toISOString()
        .slice(0, 10);
      return { date, outcomes: byDate.get(date) ?? {} };
    }),
    isCapped: total >= mostCounted,
  };
}

function startOfDay(at: Date): Date {
  return new Date(`${at.toISOString().slice(0, 10)}T00:00:00Z`);
}
