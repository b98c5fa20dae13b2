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

test("of very many requests of an agent and type, the largest amounts are looked at", async () => {
  const agent = await workspace.agent("Many bot", owner);
  for (let n = 1; n <= 10; n++) await refundOf(agent, 100, approved);
  const ids = [await refundOf(agent, 5000)];
  for (let n = 0; n < 25; n++) ids.push(await refundOf(agent, 100));
  expect([...(await listUnusualAmounts(db, owner, ids, now))]).toEqual([[ids[0], "larger"]]);
});
