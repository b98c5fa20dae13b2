import { afterEach, expect, test } from "vitest";
import { openDatabase } from "#db/client";
import { createTestDatabase } from "#db/testing/database";
import { expectWaiting } from "#db/testing/expect-waiting";
import { addSeconds } from "#lib/kernel/clock";
import { now, TestWorkspace } from "#lib/testing/workspace";
import { checkSubtotals, rebuildSubtotals, subtotalDifferences } from "./check-subtotals.ts";
import { deleteOldSubtotals, mergeSubtotals } from "./merge-subtotals.ts";

const { db, url } = await createTestDatabase();
const workspace = new TestWorkspace(db);
await workspace.seed();
const owner = await workspace.person("Olga Owner");
const agent = await workspace.agent("Bot", owner);
const sql = db.$client;
const none = { totals: 0, outcomes: 0 };
const counted = {
  state: "allowed",
  amount: "5",
  currency: "USD",
  resource: "charge/1",
  closedAt: now,
} as const;

const unmerged = async () =>
  (await sql<{ n: number }[]>`select count(*)::int as n from subtotal_changes`)[0]?.n;

afterEach(async () => {
  expect(await checkSubtotals(db, now)).toEqual(none);
});

test("processes that merge while requests are stored and closed lose no change and add none twice", async () => {
  const second = openDatabase(url, { connections: 3 });
  const ids = await Promise.all(
    Array.from({ length: 40 }, (_, n) => workspace.request(agent, { ...counted, secondsAgo: n * 50 })),
  );
  await Promise.all([
    ...ids.map(
      (id, n) =>
        sql`update requests set state = ${n % 2 ? "denied" : "pending"}, closed_at = null where id = ${id}`,
    ),
    ...Array.from({ length: 40 }, () => workspace.request(agent, counted)),
    ...[db, second, db, second].map((through) => mergeSubtotals(through, now)),
  ]);
  expect(await checkSubtotals(db, now)).toEqual(none);
  await mergeSubtotals(second, now);
  expect(await unmerged()).toBe(0);
  await second.$client.end();
});

test("a merge whose connection is lost has merged nothing", async () => {
  await workspace.request(agent, counted);
  const before = await unmerged();
  const second = openDatabase(url, { connections: 1 });
  await db.transaction(async (tx) => {
    await tx.execute("lock table daily_outcomes in share mode");
    // Expected before the backend ends: the merge can fail before the answer to its end arrives.
    const refused = expect(mergeSubtotals(second, now)).rejects.toThrow();
    await expectWaiting(db, 1);
    await tx.execute(
      "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
    );
    await refused;
  });
  expect(await unmerged()).toBe(before);
  await second.$client.end();
});

test("a transaction that is rolled back leaves no change", async () => {
  const before = await unmerged();
  await expect(
    sql.begin(async (tx) => {
      await tx`update requests set state = 'cancelled', closed_at = now() where state = 'allowed'`;
      throw new Error("rolled back");
    }),
  ).rejects.toThrow("rolled back");
  expect(await unmerged()).toBe(before);
});

test("a change of nothing that counts leaves no change", async () => {
  const before = await unmerged();
  await sql`update requests set approvals_given = 1, reason = 'because'`;
  expect(await unmerged()).toBe(before);
});

test("a check finds a subtotal that differs from the requests, raises an alarm, and builds all anew", async () => {
  await mergeSubtotals(db, now);
  await sql`update subtotals set sum = sum + 1 where scope = ${agent.id} and seconds = 3600`;
  await sql`delete from daily_outcomes where agent_id = ${agent.id} and state = 'allowed'`;
  const alarms: unknown[] = [];
  const hear = (message: unknown) => alarms.push(message);
  subtotalDifferences.subscribe(hear);
  const found = await checkSubtotals(db, now);
  subtotalDifferences.unsubscribe(hear);
  expect(found.totals).toBeGreaterThan(0);
  expect(found.outcomes).toBe(1);
  expect(alarms).toEqual([found]);
});

test("a check sees changes that aren't merged, and a row that no request stands behind", async () => {
  await sql`insert into subtotals values ('agt_none', 60, '', ${now.toISOString()}, 'refund.create', 1, 0)`;
  await workspace.request(agent, counted);
  expect(await checkSubtotals(db, now)).toEqual({ totals: 1, outcomes: 0 });
});

test("subtotals are rebuilt while requests are stored", async () => {
  await Promise.all([
    rebuildSubtotals(db, now),
    ...Array.from({ length: 30 }, () => workspace.request(agent, counted)),
    rebuildSubtotals(db, now),
    mergeSubtotals(db, now),
  ]);
});

test("an agent's endless blocked requests add one row a day, for all resources and types", async () => {
  const blocked = await workspace.agent("Blocked bot", owner);
  for (let n = 0; n < 5; n++)
    await workspace.request(blocked, {
      ...counted,
      state: "blocked",
      resource: `r${n}`,
      currency: `c${n}`,
      secondsAgo: n,
    });
  await mergeSubtotals(db, now);
  expect(await sql`select state, count::int from daily_outcomes where agent_id = ${blocked.id}`).toEqual([
    { state: "blocked", count: 5 },
  ]);
  expect(await sql`select from subtotals where scope = ${blocked.id}`).toHaveLength(0);
});

test("subtotals of requests that no window contains any longer are deleted, and what is read stays", async () => {
  await workspace.request(agent, { ...counted, secondsAgo: 7 * 86_400 });
  await mergeSubtotals(db, now);
  await deleteOldSubtotals(db, now);
  expect(await checkSubtotals(db, now)).toEqual(none);
  await sql`update subtotals set start = start - interval '40 days'`;
  await sql`update daily_outcomes set day = day - 40`;
  await deleteOldSubtotals(db, now);
  expect(await sql`select from subtotals`).toHaveLength(0);
  expect(await sql`select from daily_outcomes`).toHaveLength(0);
  await rebuildSubtotals(db, now);
});

test("a process whose clock is days ahead forgets no request", async () => {
  const today = new Date();
  const ahead = addSeconds(today, 6.5 * 86_400);
  await workspace.request(agent, { ...counted, createdAt: addSeconds(today, -2 * 86_400) });
  await mergeSubtotals(db, ahead);
  await deleteOldSubtotals(db, addSeconds(today, 40 * 86_400));
  expect(await checkSubtotals(db, today)).toEqual(none);
  await rebuildSubtotals(db, now);
});
