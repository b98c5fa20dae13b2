import { expect, test } from "vitest";
import { api } from "#app/api/index";
import { codeOf, refund, Workspace } from "#app/api/testing/workspace";
import { addSeconds } from "#lib/clock";
import { suspendPerson } from "#lib/membership/offboarding/suspend-person";
import { expireDue } from "#lib/requests/expire";

const { workspace, admin } = await Workspace.open();
const owner = await workspace.person("Olga Owner", ["approver"], admin);
const agent = await workspace.agent(admin, owner);

interface Answer {
  request: {
    id: string;
    state: string;
    close_reason?: string;
    approvals: { required: number; given: number };
    expires_at: string;
  };
  wait: { url: string; token: string };
  grant?: string;
  grant_state?: string;
}

async function asked(body: unknown, webhookId?: string): Promise<Answer> {
  const response = await agent.ask(body, webhookId);
  if (!response.ok) throw new Error(await response.text());
  return (await response.json()) as Answer;
}

function waitFor(answer: Answer, query = "", init: RequestInit = {}): Promise<Response> {
  const headers = { authorization: `Bearer ${answer.wait.token}` };
  return Promise.resolve(api.request(`/api/v1/requests/${answer.request.id}${query}`, { headers, ...init }));
}

async function stored(): Promise<number> {
  const [row] = await workspace.db.$client`select count(*)::int as count from requests`;
  return row?.count;
}

test("an allowed ask is answered with a grant, a step-up waits, a block is refused with the request's id", async () => {
  const allowed = await agent.ask({ action: refund(50) });
  expect(allowed.status).toBe(200);
  expect(await allowed.json()).toMatchObject({ request: { state: "allowed" }, grant: expect.any(String) });
  const pending = await agent.ask({ action: refund(1250) });
  expect(pending.status).toBe(202);
  expect(await pending.json()).toMatchObject({
    request: { state: "pending", approvals: { required: 1, given: 0 }, owner: owner.viewer.personId },
    wait: { token: expect.any(String) },
  });
  const blocked = await agent.ask({ action: refund(60_000) });
  expect(blocked.status).toBe(403);
  expect(await blocked.json()).toMatchObject({
    code: "blocked_by_policy",
    request: { id: expect.stringMatching(/^req_/) },
  });
});

test("invariant 1: an unreadable amount, an unknown type and another currency are never allowed", async () => {
  for (const action of [
    refund(50.00001),
    { type: "never.heard-of", params: {} },
    { type: "refund.create", params: { amount: 50, currency: "XXX" } },
  ]) {
    expect((await asked({ action })).request.state).toBe("pending");
  }
  // An invalid amount is not even evaluated: the catalog's schema refuses it (params.test.ts).
  for (const action of [refund("50"), refund(-50), refund(null), { type: "refund.create", params: {} }]) {
    const response = await agent.ask({ action });
    expect([response.status, await codeOf(response)]).toEqual([422, "invalid_action"]);
  }
});

test("invariant 12: a retry gets the recorded answer with the same grant, and a different body is refused", async () => {
  const first = await asked({ action: refund(10) }, "msg_retry");
  const count = await stored();
  expect(await asked({ action: refund(10) }, "msg_retry")).toEqual(first);
  const conflict = await agent.ask({ action: refund(11) }, "msg_retry");
  expect([conflict.status, await codeOf(conflict)]).toEqual([409, "idempotency_conflict"]);
  expect(await stored()).toBe(count);
});

test("invariant 12: twenty identical concurrent asks are one request", async () => {
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => asked({ action: refund(700) }, "msg_twenty")),
  );
  expect(new Set(answers.map(({ request }) => request.id)).size).toBe(1);
});

test.each<[string, number, string, () => Promise<Response> | Response]>([
  [
    "no signature",
    401,
    "missing_signature",
    () => agent.call(path(), body, "msg_1", { "webhook-signature": "" }),
  ],
  [
    "a bad signature",
    401,
    "invalid_signature",
    () => agent.call(path(), body, "msg_1", { "webhook-id": "msg_2" }),
  ],
  [
    "an unknown agent",
    401,
    "invalid_signature",
    () => agent.call("/api/v1/agents/agt_unknown/requests", body),
  ],
  [
    "a stale timestamp",
    401,
    "stale_timestamp",
    () => agent.call(path(), body, "msg_1", { "webhook-timestamp": "1" }),
  ],
  ["a body over 64 KiB", 413, "payload_too_large", () => agent.call(path(), `"${"x".repeat(65_536)}"`)],
  ["a body that is not JSON", 400, "invalid_json", () => agent.call(path(), "{")],
  ["duplicate members", 400, "invalid_json", () => agent.call(path(), '{"action":{},"action":{}}')],
  ["deep nesting", 400, "invalid_json", () => agent.call(path(), `${"[".repeat(17)}${"]".repeat(17)}`)],
  [
    "another media type",
    415,
    "unsupported_media_type",
    () => agent.call(path(), body, "m", { "content-type": "text/plain" }),
  ],
  ["a wrong type", 422, "invalid_action", () => agent.ask({ action: { type: 5, params: {} } })],
  ["an unknown member", 422, "invalid_action", () => agent.ask({ action: refund(1), expiresIn: 60 })],
])("%s is refused by name and nothing is stored", async (_, status, code, call) => {
  const count = await stored();
  const response = await call();
  expect([response.status, await codeOf(response)]).toEqual([status, code]);
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  expect(await stored()).toBe(count);
});

const path = () => `/api/v1/agents/${agent.id}/requests`;
const body = JSON.stringify({ action: refund(1) });

test("invariant 12: the recorded answer remains when the agent is quarantined, and only a new ask is refused", async () => {
  const leaver = await workspace.person("Pat Past", ["approver"], admin);
  const orphan = await workspace.agent(admin, leaver);
  const first = (await (await orphan.ask({ action: refund(500) }, "msg_kept")).json()) as Answer;
  await suspendPerson(workspace.db, {
    actor: admin.viewer,
    personId: leaver.viewer.personId,
    now: workspace.time.now,
  });
  expect(await (await orphan.ask({ action: refund(500) }, "msg_kept")).json()).toMatchObject({
    request: { id: first.request.id, state: "cancelled" },
  });
  expect((await orphan.ask({ action: refund(500) })).status).toBe(403);
});

test("the character U+0000 and malformed IDs are refused with an error that names them", async () => {
  const nul = String.fromCharCode(0);
  const wild = await agent.call("/api/v1/agents/%00/requests", body);
  expect([wild.status, await codeOf(wild)]).toEqual([400, "invalid_body"]);
  const reason = await agent.ask({ action: refund(1), reason: `a${nul}b` });
  expect([reason.status, await codeOf(reason)]).toEqual([422, "invalid_action"]);
  const audience = await agent.ask({ action: refund(1, { audience: `a${nul}b` }) });
  expect([audience.status, await codeOf(audience)]).toEqual([422, "invalid_action"]);
  expect((await agent.ask({ action: { type: "data.read", params: { query: nul } } })).status).toBe(200);
  const receipt = await api.request("/api/receipts/%00", { headers: { authorization: "Bearer x" } });
  expect(receipt.status).toBe(400);
});

test("a body that hides its length is cut off at 64 KiB too", async () => {
  const stream = new ReadableStream({
    pull(controller) {
      controller.enqueue(new Uint8Array(16_384));
    },
  });
  const init = {
    method: "POST",
    body: stream,
    duplex: "half",
    headers: { "content-type": "application/json" },
  };
  const response = await api.request(path(), init as RequestInit);
  expect(response.status).toBe(413);
});

test("a wait is answered the moment the decision commits, and carries the grant", async () => {
  const answer = await asked({ action: refund(1250) });
  const waiting = waitFor(answer, "?wait=30");
  expect((await owner.approve(answer.request.id)).status).toBe(201);
  expect(await (await waiting).json()).toMatchObject({
    request: { state: "approved" },
    grant: expect.any(String),
  });
});

test("a retry gets the same grant until it is redeemed", async () => {
  const answer = await asked({ action: refund(1250) });
  await owner.approve(answer.request.id);
  const [first, second] = (await Promise.all(
    [waitFor(answer), waitFor(answer)].map(async (r) => (await r).json()),
  )) as [Answer, Answer];
  expect(first.grant).toBe(second.grant);
  await agent.redeem(first.grant ?? "", refund(1250));
  expect(await (await waitFor(answer)).json()).toMatchObject({ grant_state: "redeemed" });
  expect(((await (await waitFor(answer)).json()) as Answer).grant).toBeUndefined();
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
