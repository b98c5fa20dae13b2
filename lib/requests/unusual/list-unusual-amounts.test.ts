import { expect, test } from "vitest";
import { now, type TestAgent, TestWorkspace } from "#lib/testing/workspace";
import { listUnusualAmounts } from "./list-unusual-amounts.ts";

// find-unusual.test.ts and scope.test.ts compare the list with the page of each request.
const workspace = await TestWorkspace.open();
const { db } = workspace;
const owner = await workspace.person("Olive Owner");

function refundOf(agent: TestAgent, amount: number, more = {}): Promise<string> {
  const params = { amount, currency: "USD" };
  const wanted = { type: "refund.create", resource: "charge/ch_81", params };
  return workspace.request(agent, { wanted, amount: String(amount), currency: "USD", ...more });
}

const approved = { state: "approved", approvalsGiven: 1, closedAt: now, secondsAgo: 60 } as const;

test("amounts of several agents are each compared with those of the same agent", async () => {
  const small = await workspace.agent("Small bot", owner);
  const large = await workspace.agent("Large bot", owner);
  const young = await workspace.agent("Young bot", owner);
  for (let n = 1; n <= 10; n++) {
    await refundOf(small, n, approved);
    await refundOf(large, n * 1000, approved);
  }
  await refundOf(young, 1, approved);
  const ids = {
    larger: await refundOf(small, 1000),
    usual: await refundOf(small, 5),
    smaller: await refundOf(large, 5),
    withoutHistory: await refundOf(young, 5),
    withoutAmount: await workspace.request(small),
  };
  const listed = await listUnusualAmounts(db, owner, Object.values(ids), now);
  expect(Object.fromEntries(listed)).toEqual({ [ids.larger]: "larger", [ids.smaller]: "smaller" });
});

test("a test request has no unusual amount", async () => {
  const agent = await workspace.agentOfTests(owner);
  for (let n = 1; n <= 10; n++) await refundOf(agent, n, { ...approved, edge: "test" });
  const id = await refundOf(agent, 1000, { edge: "test" });
  expect(await listUnusualAmounts(db, owner, [id], now)).toEqual(new Map());
});

test("approvals after a request neither hide its amount nor make it unusual", async () => {
  const hidden = await workspace.agent("Hiding bot", owner);
  for (let n = 1; n <= 30; n++) await refundOf(hidden, n, approved);
  const large = await refundOf(hidden, 100_000, { secondsAgo: 30 });
  const marked = await workspace.agent("Marking bot", owner);
  for (let n = 0; n < 30; n++)
    await refundOf(marked, n < 25 ? 5000 : 10, { ...approved, secondsAgo: 60 - n });
  const usual = await refundOf(marked, 1000, { secondsAgo: 30 });
  for (const agent of [hidden, marked])
    for (let n = 0; n < 26; n++) await refundOf(agent, 10, { ...approved, secondsAgo: 20 });
  expect([...(await listUnusualAmounts(db, owner, [large, usual], now))]).toEqual([[large, "larger"]]);
});

test("of very many requests of an agent and type, the largest and the smallest amounts are looked at", async () => {
  const agent = await workspace.agent("Many bot", owner);
  for (let n = 1; n <= 10; n++) await refundOf(agent, 100, approved);
  const ids = [];
  for (let n = 0; n < 30; n++) ids.push(await refundOf(agent, n < 15 ? 5000 + n : n));
  const listed = await listUnusualAmounts(db, owner, ids, now);
  expect([...listed.values()].sort()).toEqual([...Array(10).fill("larger"), ...Array(10).fill("smaller")]);
  expect(listed.get(ids[14] ?? "")).toBe("larger");
  expect(listed.get(ids[15] ?? "")).toBe("smaller");
});

/** Refunds that were approved, and 195 newer approvals of mails: 200 decisions with 5 refunds. */
async function refundsBeforeMails(agent: TestAgent, amounts: number[]): Promise<void> {
  for (const [n, amount] of amounts.entries())
    await refundOf(agent, amount, { ...approved, secondsAgo: 90 - n });
  const mail = await workspace.request(agent, {
    ...approved,
    wanted: { type: "mail.send", params: {} },
    secondsAgo: 59,
  });
  await db.$client`
    insert into requests select (jsonb_populate_record(r, jsonb_build_object('id', left(r.id, 24) || lpad(n::text, 6, '0'), 'webhook_id', 'mail' || r.id || n))).*
    from requests r, generate_series(1, 194) n where r.id = ${mail}`;
}

test("with too few decisions of the type among the newest 200, a request isn't marked", async () => {
  const agent = await workspace.agent("Mailing bot", owner);
  await refundsBeforeMails(agent, [...Array(25).fill(5000), ...Array(5).fill(10)]);
  const id = await refundOf(agent, 1000);
  expect(await listUnusualAmounts(db, owner, [id], now)).toEqual(new Map());
});

test("no more than the newest 200 decisions are read, where a request's own page reads more", async () => {
  const agent = await workspace.agent("Other mailing bot", owner);
  await refundsBeforeMails(agent, Array(30).fill(10));
  const id = await refundOf(agent, 1000);
  expect(await listUnusualAmounts(db, owner, [id], now)).toEqual(new Map());
});
