import { expect, test } from "vitest";
import { type Answer, askedBy } from "#app/api/agent/testing/ask-and-wait";
import { AuthzenGateway } from "#app/api/boundary/testing/authzen-gateway";
import { api } from "#app/api/index";
import { codeOf, grantState, refund } from "#app/api/testing/requests";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { addSeconds } from "#lib/kernel/clock";
import { newId } from "#lib/kernel/ids";
import { expireDue } from "#lib/requests/expire";

const { workspace, admin, owner, agent } = await RunningWorkspace.withAgent();
const other = await workspace.agent(admin, owner);

let nextCharge = 0;
/** An action that no other test asks for. */
const newRefund = (amount = 1250) => refund(amount, { resource: `charge/${nextCharge++}` });

const call = (action: object, more: object = {}, webhookId?: string) =>
  askedBy(agent, { action, pick_up: true, ...more }, webhookId);
const twentyCalls = (action: object) => Promise.all(Array.from({ length: 20 }, () => call(action)));

async function requestsFor(action: { resource: string }): Promise<number> {
  const [row] = await workspace.db.$client`
    select count(*)::int as count from requests where resource = ${action.resource}`;
  return row?.count;
}

const distinct = (answers: Answer[]) => new Set(answers.map(({ request }) => request.id)).size;

async function deny({ request }: Answer): Promise<void> {
  const denied = await owner.post(`/api/requests/${request.id}/denials`, { reason: "No." });
  expect(denied.ok).toBe(true);
}

test("the same call again finds the pending request, whatever its reason and context are", async () => {
  const action = newRefund();
  const first = await call(action, { reason: "Billed twice" });
  expect(first.request.state).toBe("pending");
  const again = await call(action, { reason: "Please", context: { turn: 2 }, expires_in: 60 });
  expect(again).toEqual(first);
  expect(await requestsFor(action)).toBe(1);
});

test("the same call again gets the grant of the approved request, and asks anew once it is redeemed", async () => {
  const action = newRefund();
  const { request } = await call(action);
  await owner.approve(request.id);
  const approved = await call(action);
  expect(approved).toMatchObject({
    request: { id: request.id, state: "approved" },
    grant: expect.any(String),
  });
  expect(await call(action)).toEqual(approved);
  expect((await agent.redeem(approved.grant ?? "", action)).status).toBe(200);
  const next = await call(action);
  expect(next.request.state).toBe("pending");
  expect(next.request.id).not.toBe(request.id);
});

test("an unredeemed grant of an auto-approved call is found until it expires", async () => {
  const action = newRefund(50);
  const first = await call(action);
  expect(await call(action)).toEqual(first);
  workspace.time.now = addSeconds(workspace.time.now, 16 * 60);
  const next = await call(action);
  expect(next.request.id).not.toBe(first.request.id);
  expect(await grantState(workspace.db, next.grant ?? "")).toBe("issued");
});

test("a denial answers one more call, and the next call asks anew", async () => {
  const action = newRefund();
  const first = await call(action);
  await deny(first);
  expect((await call(action)).request).toMatchObject({ id: first.request.id, state: "denied" });
  expect((await call(action)).request.state).toBe("pending");
  expect(await requestsFor(action)).toBe(2);
});

test("a withdrawn request answers one more call", async () => {
  const action = newRefund();
  const { request, wait } = await call(action);
  const headers = { authorization: `Bearer ${wait.token}` };
  await api.request(`/api/v1/requests/${request.id}`, { method: "DELETE", headers });
  expect((await call(action)).request).toMatchObject({ id: request.id, state: "cancelled" });
  expect((await call(action)).request.id).not.toBe(request.id);
});

test("invariant 12: twenty simultaneous calls are one request", async () => {
  const action = newRefund();
  expect(distinct(await twentyCalls(action))).toBe(1);
  expect(await requestsFor(action)).toBe(1);
});

test("of twenty simultaneous calls after a denial, one gets the denial and the others one new request", async () => {
  const action = newRefund();
  await deny(await call(action));
  const answers = await twentyCalls(action);
  expect(answers.filter(({ request }) => request.state === "denied")).toHaveLength(1);
  expect(distinct(answers)).toBe(2);
  expect(await requestsFor(action)).toBe(2);
});

test("a retry under the same webhook-id gets the same answer: the denial, and the redeemed request", async () => {
  const action = newRefund();
  const first = await call(action, {}, "msg_first");
  await deny(first);
  const denied = await call(action, {}, "msg_second");
  expect(await call(action, {}, "msg_second")).toEqual(denied);
  const allowed = newRefund(50);
  const { request, grant } = await call(allowed, {}, "msg_allowed");
  await agent.redeem(grant ?? "", allowed);
  const retried = await call(allowed, {}, "msg_allowed");
  expect(retried).toMatchObject({ request: { id: request.id }, grant_state: "redeemed" });
});

test("a retry gets the request that its call created, also after a later call asked for the same action", async () => {
  const action = newRefund();
  const first = await call(action, {}, "msg_mine");
  await deny(first);
  await call(action, {}, "msg_delivered");
  expect((await call(action, {}, "msg_later")).request.state).toBe("pending");
  expect((await call(action, {}, "msg_mine")).request).toMatchObject({
    id: first.request.id,
    state: "denied",
  });
  expect(await requestsFor(action)).toBe(2);
});

test("a webhook-id that was used with another body is refused, and counts as an ask", async () => {
  const caller = await workspace.agent(admin, owner);
  const { config } = workspace.runtime;
  const most = config.asksPerMinute;
  await askedBy(caller, { action: newRefund(), pick_up: true }, "msg_two_bodies");
  Object.assign(config, { asksPerMinute: 2 });
  const statuses = [];
  for (const _ of [1, 2]) {
    const refused = await caller.ask({ action: newRefund(), pick_up: true }, "msg_two_bodies");
    statuses.push([refused.status, await codeOf(refused)]);
  }
  Object.assign(config, { asksPerMinute: most });
  expect(statuses).toEqual([
    [409, "idempotency_conflict"],
    [429, "rate_limited"],
  ]);
});

test("a blocked call is evaluated anew each time", async () => {
  const action = newRefund(60_000);
  for (const count of [1, 2]) {
    const blocked = await agent.ask({ action, pick_up: true });
    expect([blocked.status, await codeOf(blocked)]).toEqual([403, "blocked_by_policy"]);
    expect(await requestsFor(action)).toBe(count);
  }
});

test("invariant 16: another agent, another action and an ask without pick_up get nothing of the request", async () => {
  const action = newRefund();
  const { request } = await call(action);
  const others = [
    await askedBy(other, { action, pick_up: true }),
    await call({ ...action, audience: "https://payments.example" }),
    await askedBy(agent, { action }),
    await askedBy(agent, { action, pick_up: false }),
  ];
  expect(others.map(({ request: { id } }) => id)).not.toContain(request.id);
  expect(distinct(others)).toBe(4);
});

test("an approval that one registered boundary asked for isn't picked up by another one, or without a boundary", async () => {
  const [staging, production] = [0, 1].map(() => newId("bnd", workspace.time.now));
  const action = newRefund();
  const asked = await call(action, { boundary: staging });
  await owner.approve(asked.request.id);
  const others = [await call(action, { boundary: production }), await call(action)];
  expect(others.map(({ request, grant }) => [request.state, grant])).toEqual(
    Array(2).fill(["pending", undefined]),
  );
  expect(distinct([asked, ...others])).toBe(3);
  expect(await call(action, { boundary: staging })).toMatchObject({
    request: { id: asked.request.id, state: "approved" },
    grant: expect.any(String),
  });
});

test("an approval that one gateway asked for isn't picked up by another one with its own token", async () => {
  const [staging, production] = [
    await AuthzenGateway.open(workspace, agent, owner),
    await AuthzenGateway.open(workspace, agent, owner),
  ];
  const evaluation = staging.refund(1250);
  const first = await staging.evaluate(evaluation);
  await owner.approve(first.context?.request ?? "");
  const other = await production.evaluate(evaluation);
  expect([other.decision, other.context?.request !== first.context?.request]).toEqual([false, true]);
  expect(await staging.evaluate(evaluation)).toMatchObject({ decision: true });
});

test("a repeated call counts against the agent's asks a minute, and a refused one delivers nothing", async () => {
  const caller = await workspace.agent(admin, owner);
  const { config } = workspace.runtime;
  const most = config.asksPerMinute;
  Object.assign(config, { asksPerMinute: 2 });
  const body = { action: newRefund(), pick_up: true };
  const first = await askedBy(caller, body);
  expect((await askedBy(caller, body)).request.id).toBe(first.request.id);
  await deny(first);
  const refused = await caller.ask(body);
  expect([refused.status, await codeOf(refused)]).toEqual([429, "rate_limited"]);
  Object.assign(config, { asksPerMinute: most });
  expect((await askedBy(caller, body)).request).toMatchObject({ id: first.request.id, state: "denied" });
});

test("a request that expired answers one more call within a day, and none after a day", async () => {
  const [soon, late] = [newRefund(), newRefund()];
  const asked = [await call(soon), await call(late)];
  workspace.time.now = addSeconds(new Date(asked[0]?.request.expires_at ?? 0), 1);
  expect((await call(soon)).request).toMatchObject({ id: asked[0]?.request.id, state: "expired" });
  await expireDue(workspace.db, workspace.time.now);
  workspace.time.now = addSeconds(workspace.time.now, 24 * 3600);
  expect((await call(late)).request.state).toBe("pending");
});
