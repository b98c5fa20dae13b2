import { sql } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { openDatabase } from "#db/client";
import { expectWaiting } from "#db/testing/expect-waiting";
import { checkSubtotals } from "#lib/facts/check-subtotals";
import { mergeSubtotals } from "#lib/facts/merge-subtotals";
import { now, type TestAgent } from "#lib/testing/workspace";
import { openTotals, over1000, refund } from "./testing/totals.ts";

const totals = await openTotals();
const { db, url, policy, ask, newAgent } = totals;
let [first, second]: TestAgent[] = [];

// Both agents have one owner, so their asks count towards one total.
const overOwners1000 = { ...over1000, per: "owner" } as const;

beforeEach(async () => {
  const owner = await totals.workspace.person("Shared Owner");
  [first, second] = [await newAgent(owner), await newAgent(owner)];
});

const of = (agent: TestAgent | undefined) => agent as TestAgent;
const stored = async () => {
  const [row] = await db.$client<{ transactions: number; requests: number }[]>`
    select count(distinct xmin::text)::int as transactions, count(*)::int as requests
    from requests where agent_id in ${db.$client([of(first).id, of(second).id])}`;
  return row ?? { transactions: 0, requests: 0 };
};

test("asks that arrive together share a transaction, and each sees what the earlier ones add", async () => {
  await policy({ outcome: "step_up", conditions: [overOwners1000] });
  expect(await ask(refund(1), { by: of(first) })).toBe("allowed");
  const states = [first, second, first, second].map((by) => ask(refund(400), { by: of(by) }));
  expect((await Promise.all(states)).sort()).toEqual(["allowed", "allowed", "pending", "pending"]);
  expect(await stored()).toMatchObject({ requests: 5, transactions: 2 });
});

test("a blocked ask adds nothing for the asks after it in its batch", async () => {
  await policy({ outcome: "block", conditions: [overOwners1000] });
  expect(await ask(refund(1), { by: of(first) })).toBe("allowed");
  const states = [5000, 599, 5000, 400].map((amount, n) =>
    ask(refund(amount), { by: of(n % 2 ? second : first) }),
  );
  expect(await Promise.all(states)).toEqual(["blocked", "allowed", "blocked", "allowed"]);
});

test("a repeated webhook-id is not counted for the asks after it in its batch", async () => {
  await policy({ outcome: "step_up", conditions: [overOwners1000] });
  expect(await ask(refund(300), { by: of(first), webhookId: "msg_again" })).toBe("allowed");
  const [again, other] = await Promise.all([
    ask(refund(300), { by: of(first), webhookId: "msg_again" }),
    ask(refund(600), { by: of(second) }),
  ]);
  expect([again, other]).toEqual([undefined, "allowed"]);
});

test("an agent that is being changed leaves its batch and waits alone", async () => {
  await policy({ outcome: "step_up", conditions: [over1000] });
  const states = await db.transaction(async (tx) => {
    await tx.execute(sql`select from agents where id = ${of(first).id} for update`);
    const waiting = [ask(refund(1), { by: of(first) }), ask(refund(2), { by: of(first) })];
    expect(await ask(refund(1), { by: of(second) })).toBe("allowed");
    await expectWaiting(db, 1);
    return { waiting };
  });
  expect(await Promise.all(states.waiting)).toEqual(["allowed", "allowed"]);
});

test("a total that another process holds sends only the asks that need it out of their batch", async () => {
  await policy({ outcome: "step_up", conditions: [over1000] });
  const third = await newAgent();
  const others = [of(second), third];
  expect(await ask(refund(1), { by: of(first) })).toBe("allowed");
  const waiting = await db.transaction(async (tx) => {
    await tx.execute(
      sql`select pg_advisory_xact_lock(hashtextextended(${`total/agent/${of(first).id}`}, 0))`,
    );
    const held = ask(refund(1), { by: of(first) });
    expect(await Promise.all(others.map((by) => ask(refund(1), { by })))).toEqual(["allowed", "allowed"]);
    return { held };
  });
  expect(await waiting.held).toBe("allowed");
  const [row] = await db.$client<{ transactions: number }[]>`
    select count(distinct xmin::text)::int as transactions from requests
    where agent_id in ${db.$client(others.map(({ id }) => id))}`;
  expect(row?.transactions).toBe(1);
});

test("an ask that can't be evaluated fails alone", async () => {
  await policy({ outcome: "step_up", conditions: [over1000] });
  const broken = { ...refund(1), type: undefined as unknown as string };
  const asked = [ask(broken, { by: of(first) }), ask(refund(1), { by: of(second) })];
  const [failed, stored] = await Promise.allSettled(asked);
  expect(failed?.status).toBe("rejected");
  expect(stored).toMatchObject({ value: "allowed" });
});

test("a connection that is lost during a batch leaves nothing half stored, and the subtotals agree", async () => {
  await policy({ outcome: "step_up", conditions: [overOwners1000] });
  const other = openDatabase(url, { connections: 4 });
  const through = other;
  for (const by of [first, second])
    expect(await ask(refund(50), { by: by as TestAgent, through })).toBe("allowed");
  const lost = await db.transaction(async (tx) => {
    // The batch has read its totals, and waits with the statement that stores it.
    await tx.execute(sql`select from policy_head for update`);
    const asked = [first, second, first].map((by) => ask(refund(100), { by: of(by), through }));
    // The asks can fail before the statement that ends their connection answers.
    const settled = Promise.allSettled(asked);
    await expectWaiting(db, 1);
    await tx.execute(sql`
      select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`);
    return { settled };
  });
  expect((await lost.settled).map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected"]);
  expect(await stored()).toMatchObject({ requests: 2 });
  expect(await checkSubtotals(db, now)).toEqual({ totals: 0, outcomes: 0 });
  await mergeSubtotals(db, now);
  const again = [first, second].map((by) => ask(refund(450), { by: of(by), through }));
  expect(await Promise.all(again)).toEqual(["allowed", "allowed"]);
  expect(await ask(refund(1), { by: of(first), through })).toBe("pending");
  await other.$client.end();
});
