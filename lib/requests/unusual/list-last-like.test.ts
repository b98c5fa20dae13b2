import { PgDialect } from "drizzle-orm/pg-core";
import { expect, test } from "vitest";
import { explainText } from "#db/testing/explain";
import { findRequestForViewer } from "#lib/requests/find-for-viewer";
import type { RequestReader } from "#lib/requests/visible-requests";
import { now, refund, type TestAgent, TestWorkspace } from "#lib/testing/workspace";
import { lastLikeQuery, listLastLike } from "./list-last-like.ts";

const workspace = await TestWorkspace.open();
const { db } = workspace;
const owner = await workspace.person("Olive Owner");
const params = { amount: 5, currency: "USD", payment: "pay_1" };

async function decided(agent: TestAgent, state: "approved" | "denied", secondsAgo: number, more = {}) {
  const times = { closedAt: now, secondsAgo };
  const wanted = { ...refund, params: { ...params, amount: secondsAgo } };
  const id = await workspace.request(agent, { ...times, wanted, state, approvalsGiven: 1, ...more });
  await workspace.decision(id, owner, state === "approved" ? "approve" : "deny");
  return id;
}

const viewOf = (id: string, viewer: RequestReader = owner) => findRequestForViewer(db, viewer, id, now);
const likeOf = async (id: string, viewer: RequestReader = owner) =>
  listLastLike(db, viewer, await viewOf(id, viewer), now);

test("the last ten like a request are those of its agent and type that people decided, with who and what became of it", async () => {
  const agent = await workspace.agent("Refund bot", owner);
  for (let n = 20; n > 10; n--) await decided(agent, "approved", n);
  const denied = await decided(agent, "denied", 5, {
    wanted: { ...refund, params: { ...params, payment: "pay_2" } },
  });
  for (const more of [{ state: "allowed" }, { state: "cancelled" }] as const)
    await workspace.request(agent, { secondsAgo: 3, closedAt: now, ...more });
  await decided(agent, "approved", 2, { wanted: { type: "memo.send", params: {} } });
  await decided(await workspace.agent("Other bot", owner), "approved", 3);
  const like = await likeOf(await workspace.request(agent, { wanted: { ...refund, params } }));
  expect(like).toHaveLength(10);
  expect(like[0]).toMatchObject({
    ...{ requestId: denied, at: now, by: ["Olive Owner"], outcome: "denied", more: 0 },
    ...{ amount: { value: "5", currency: "USD" } },
    differences: [{ pointer: { text: "/params/payment" }, before: { text: '"pay_2"' } }],
  });
  expect(
    like.slice(1).map(({ amount, differences, outcome }) => [amount?.value, differences, outcome]),
  ).toEqual(Array.from({ length: 9 }, (_, n) => [`${11 + n}`, [], "approved"]));
});

test("a viewer sees only those that the viewer may open", async () => {
  const agent = await workspace.agent("Shared bot", owner);
  const member = await workspace.person("Greta Group");
  const group = await workspace.group([member]);
  const ofGroup = { requirements: [{ approvals: 1, approvers: { kind: "group", group } }] };
  await decided(agent, "approved", 30);
  const readable = await decided(agent, "denied", 20, ofGroup);
  const id = await workspace.request(agent, ofGroup);
  expect((await likeOf(id, member)).map(({ requestId }) => requestId)).toEqual([readable]);
  expect(await likeOf(id)).toHaveLength(2);
});

test("the last ten are read from the end of an index, however long the history is", async () => {
  const agent = await workspace.agent("Busy bot", owner);
  const first = await decided(agent, "approved", 9000);
  await db.$client`
    insert into requests select (jsonb_populate_record(r, jsonb_build_object('id', left(r.id, 20) || lpad(n::text, 10, '0'),
      'webhook_id', 'n' || n, 'context', repeat('x', 500)))).* from requests r, generate_series(1, 10000) n where r.id = ${first}`;
  const view = await viewOf(await workspace.request(agent));
  const { sql, params: values } = new PgDialect().sqlToQuery(lastLikeQuery(owner, view, now));
  for (const statement of ["select 1", "vacuum analyze requests"]) {
    await db.$client.unsafe(statement);
    expect(await db.$client.unsafe(sql, values as string[])).toHaveLength(10);
    expect((await explainText(db, sql, values as string[])).blocks).toBeLessThan(300);
  }
});
