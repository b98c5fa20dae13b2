import { expect, test } from "vitest";
import { api } from "#app/api/index";
import { codeOf, refund } from "#app/api/testing/requests";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { addSeconds } from "#lib/kernel/clock";
import { suspendPerson } from "#lib/membership/offboarding/suspend-person";
import { expireDue } from "#lib/requests/expire";
import { type Answer, askedBy, waitFor } from "./testing/ask-and-wait.ts";

const { workspace, admin, owner, agent } = await RunningWorkspace.withAgent();

const asked = (body: unknown, webhookId?: string) => askedBy(agent, body, webhookId);

test("a wait is answered the moment the decision commits, and carries the grant", async () => {
  const answer = await asked({ action: refund(1250) });
  const waiting = waitFor(answer, "?wait=30");
  expect((await owner.approve(answer.request.id)).status).toBe(201);
  expect(await (await waiting).json()).toMatchObject({
    request: { state: "approved" },
    grant: expect.any(String),
  });
});

test("an event stream sends each change and ends with the decision", async () => {
  const two = await workspace.agent(admin, owner, [admin]);
  const answer = (await (await two.ask({ action: refund(9000) })).json()) as Answer;
  const headers = { authorization: `Bearer ${answer.wait.token}`, accept: "text/event-stream" };
  const response = await api.request(`/api/v1/requests/${answer.request.id}`, { headers });
  const text = response.text();
  expect((await owner.approve(answer.request.id)).status).toBe(201);
  expect((await admin.approve(answer.request.id)).status).toBe(201);
  const states = [...(await text).matchAll(/^data: (\{.*\})$/gm)].map(
    ([, data]) => JSON.parse(data ?? "").request,
  );
  expect(states.at(-1)).toMatchObject({ state: "approved", approvals: { required: 2, given: 2 } });
  expect(states[0]).toMatchObject({ state: "pending" });
});

test("the wait token reads only its own request", async () => {
  const [first, second] = [await asked({ action: refund(500) }), await asked({ action: refund(500) })];
  const headers = { authorization: `Bearer ${first.wait.token}` };
  const response = await api.request(`/api/v1/requests/${second.request.id}`, { headers });
  expect([response.status, await codeOf(response)]).toEqual([401, "invalid_wait_token"]);
});

test("an agent can cancel what is pending, once, and the owner can no longer approve it", async () => {
  const answer = await asked({ action: refund(500) });
  const credential = await owner.sign(answer.request.id);
  const cancelled = await waitFor(answer, "", {
    method: "DELETE",
    headers: { authorization: `Bearer ${answer.wait.token}` },
  });
  expect(await cancelled.json()).toMatchObject({ request: { state: "cancelled", close_reason: "by_agent" } });
  const late = await owner.post(`/api/requests/${answer.request.id}/approvals`, { credential });
  expect([late.status, await codeOf(late)]).toEqual([410, "request_cancelled"]);
  const again = await waitFor(answer, "", {
    method: "DELETE",
    headers: { authorization: `Bearer ${answer.wait.token}` },
  });
  expect(again.status).toBe(409);
});

test("of an approval and a cancellation at the same moment, exactly one wins", async () => {
  for (let round = 0; round < 10; round++) {
    const answer = await asked({ action: refund(500) });
    const credential = await owner.sign(answer.request.id);
    const [approval, cancellation] = await Promise.all([
      owner.post(`/api/requests/${answer.request.id}/approvals`, { credential }),
      waitFor(answer, "", { method: "DELETE", headers: { authorization: `Bearer ${answer.wait.token}` } }),
    ]);
    expect([approval.status === 201, cancellation.status === 200].filter(Boolean)).toHaveLength(1);
    const { request, grant } = (await (await waitFor(answer)).json()) as Answer;
    expect(request.state).toBe(approval.status === 201 ? "approved" : "cancelled");
    expect(grant !== undefined).toBe(approval.status === 201);
  }
});

test("invariant 9: a request past its deadline is expired for everyone and waiters are notified, even before a worker runs", async () => {
  const answer = await asked({ action: refund(500), expires_in: 60 });
  const credential = await owner.sign(answer.request.id);
  const waiting = waitFor(answer, "?wait=60");
  const before = workspace.time.now;
  workspace.time.now = addSeconds(before, 62);
  const late = await owner.post(`/api/requests/${answer.request.id}/approvals`, { credential });
  expect([late.status, await codeOf(late)]).toEqual([410, "request_expired"]);
  expect(await (await waitFor(answer)).json()).toMatchObject({
    request: { state: "expired", close_reason: "timed_out" },
  });
  await expireDue(workspace.db, workspace.time.now);
  expect(await (await waiting).json()).toMatchObject({ request: { state: "expired" } });
  const [row] = await workspace.db.$client`select state from requests where id = ${answer.request.id}`;
  expect(row?.state).toBe("expired");
  workspace.time.now = before;
});

test("a stopping process answers waiting callers, and tells them to come back", async () => {
  const answer = await asked({ action: refund(500) });
  const waiting = waitFor(answer, "?wait=60");
  await new Promise((resolve) => setImmediate(resolve));
  workspace.closing.abort();
  const response = await waiting;
  expect([response.status, response.headers.get("retry-after")]).toEqual([200, "1"]);
  expect(await response.json()).toMatchObject({ request: { state: "pending" } });
});

test("invariant 8: when the owner is suspended, the agent's requests are cancelled, its grants are revoked, and it can't ask", async () => {
  const leaver = await workspace.person("Lee Leaver", ["approver"], admin);
  const orphan = await workspace.agent(admin, leaver);
  const pending = (await (await orphan.ask({ action: refund(500) })).json()) as Answer;
  const approved = (await (await orphan.ask({ action: refund(500) })).json()) as Answer;
  expect((await leaver.approve(approved.request.id)).status).toBe(201);
  const { grant } = (await (await waitFor(approved)).json()) as Answer;
  await suspendPerson(workspace.db, {
    actor: admin.viewer,
    personId: leaver.viewer.personId,
    now: workspace.time.now,
  });
  expect(await (await waitFor(pending)).json()).toMatchObject({
    request: { state: "cancelled", close_reason: "owner_changed" },
  });
  const redeemed = await orphan.redeem(grant ?? "", refund(500));
  expect(redeemed.status).toBe(403);
  const ask = await orphan.ask({ action: refund(10) });
  expect([ask.status, await codeOf(ask)]).toEqual([403, "agent_quarantined"]);
  const late = await leaver.post(`/api/requests/${pending.request.id}/denials`, { reason: "no" });
  expect(late.status).toBe(401);
});
