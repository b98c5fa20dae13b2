import { expect, test } from "vitest";
import { actionDigest } from "#lib/policy/language/action";
import { now, type TestAgent, TestWorkspace } from "#lib/testing/workspace";
import { countSameAction } from "./count-same-action.ts";

const workspace = await TestWorkspace.open();
const { db } = workspace;
const owner = await workspace.person("Olive Owner");
const stranger = await workspace.person("Stella Stranger");

const refund = (amount: number) => ({ type: "refund.create", params: { amount, currency: "USD" } });

async function count(agent: TestAgent, amount: number, viewer = owner) {
  const digest = actionDigest(agent.id, refund(amount));
  const reader = { personId: viewer.personId, roles: ["approver"] as const };
  const counts = await countSameAction(db, reader, { agentId: agent.id, digests: [digest] }, now);
  return counts.get(digest);
}

test("only pending requests of one agent for exactly the same action count as the same", async () => {
  const agent = await workspace.agent("Repeating bot", owner);
  const other = await workspace.agent("Other bot", owner);
  for (let n = 0; n < 3; n++) await workspace.request(agent, { wanted: refund(10) });
  await workspace.request(agent, { wanted: refund(11) });
  await workspace.request(other, { wanted: refund(10) });
  await workspace.request(agent, { wanted: refund(10), lifeSeconds: -1 });
  await workspace.request(agent, { wanted: refund(10), state: "cancelled", closedAt: now });
  expect([await count(agent, 10), await count(agent, 11), await count(other, 10)]).toEqual([3, 1, 1]);
});

test("requests that a person may not read are not counted", async () => {
  const agent = await workspace.agent("Private bot", owner);
  for (let n = 0; n < 2; n++) await workspace.request(agent, { wanted: refund(10) });
  expect([await count(agent, 10), await count(agent, 10, stranger)]).toEqual([2, undefined]);
});
