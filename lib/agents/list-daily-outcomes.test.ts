import { expect, test } from "vitest";
import { createTestDatabase } from "#db/testing/database";
import { explain } from "#db/testing/explain";
import { mergeSubtotals } from "#lib/facts/merge-subtotals";
import { addSeconds } from "#lib/kernel/clock";
import { addPerson } from "#lib/membership/testing/people";
import { BusyAgent } from "#lib/requests/testing/busy-agent";
import { TestWorkspace } from "#lib/testing/workspace";
import { agentPageQuery } from "./list-agent-page.ts";
import { dailyOutcomesQuery, listDailyOutcomes } from "./list-daily-outcomes.ts";
import { addAgent, addRequest } from "./testing/authority.ts";

const now = new Date("2026-11-24T10:00:00Z");

test("thirty days end with today, each with its requests by their current state", async () => {
  const { db } = await createTestDatabase();
  const owner = await addPerson(db, { roles: ["approver"], now });
  const agentId = await addAgent(db, owner.personId, now);
  const ask = (state: "allowed" | "denied" | "pending", daysAgo: number) =>
    addRequest(db, agentId, { state, now: addSeconds(now, -daysAgo * 86_400) });
  await Promise.all([
    ask("allowed", 0),
    ask("pending", 0),
    ask("denied", 1),
    ask("pending", 1),
    ask("allowed", 29),
    ask("allowed", 30),
  ]);
  const days = await listDailyOutcomes(db, { agentId, now });
  expect(days).toHaveLength(30);
  expect(days[0]).toEqual({ date: "2026-10-26", outcomes: { allowed: 1 } });
  expect(days.slice(-2)).toEqual([
    { date: "2026-11-23", outcomes: { denied: 1, expired: 1 } },
    { date: "2026-11-24", outcomes: { allowed: 1, pending: 1 } },
  ]);
});

test("outcomes follow every change of a request, merged or not, and agree with the requests", async () => {
  const { db } = await createTestDatabase();
  const owner = await addPerson(db, { roles: ["approver"], now });
  const agentId = await addAgent(db, owner.personId, now);
  const states = ["allowed", "denied", "pending", "blocked"] as const;
  for (let n = 0; n < 40; n++) {
    await addRequest(db, agentId, { state: states[n % 4] as "allowed", now: addSeconds(now, -n * 70_000) });
    if (n % 9 === 0) await mergeSubtotals(db, now);
    if (n % 5 === 0)
      await db.$client`
        update requests set state = 'cancelled', closed_at = created_at where id = (select max(id) from requests where state = 'pending')`;
  }
  const days = await listDailyOutcomes(db, { agentId, now });
  const counted = await db.$client<{ date: string; state: string; n: number }[]>`
    select to_char(created_at at time zone 'UTC', 'YYYY-MM-DD') as date, count(*)::int as n,
      case when state = 'pending' and expires_at <= ${now.toISOString()} then 'expired' else state end as state
    from requests where created_at >= '2026-10-26T00:00:00Z' group by 1, 3`;
  const shown = days.flatMap(({ date, outcomes }) =>
    Object.entries(outcomes).map(([state, n]) => ({ date, state, n })),
  );
  const inOrder = (rows: { date: string; state: string; n: number }[]) =>
    rows.map(({ date, state, n }) => `${date} ${state} ${n}`).sort();
  expect(inOrder(shown)).toEqual(inOrder([...counted]));
});

test("the outcomes of an agent with ten thousand requests cost what those of a quiet one cost", async () => {
  const workspace = await TestWorkspace.open();
  const { db } = workspace;
  // The cost doesn't depend on when PostgreSQL took statistics: here, never.
  await db.$client`alter table requests set (autovacuum_enabled = false)`;
  const busy = await BusyAgent.add(db, workspace);
  await busy.fill("allowed", 10_000);
  await mergeSubtotals(db, now);
  const admin = await addPerson(db, { roles: ["admin"], now });
  const daily = await explain(db, dailyOutcomesQuery(db.$client, { agentId: busy.id, now }));
  const page = await explain(db, agentPageQuery(db.$client, { viewer: admin, filter: {}, now }));
  expect(daily.blocks).toBeLessThan(40);
  expect(page.blocks).toBeLessThan(100);
});
