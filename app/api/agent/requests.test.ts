import { expect, test } from "vitest";
import { api } from "#app/api/index";
import { codeOf, refund } from "#app/api/testing/requests";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { suspendPerson } from "#lib/membership/offboarding/suspend-person";
import { type Answer, askedBy, waitFor } from "./testing/ask-and-wait.ts";

const { workspace, admin, owner, agent } = await RunningWorkspace.withAgent();

const asked = (body: unknown, webhookId?: string) => askedBy(agent, body, webhookId);

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

test("a repeated ask gets the request as it is now, also after its grant or the request ended", async () => {
  const again = async (id: string) => {
    const response = await agent.ask({ action: refund(1250) }, id);
    return { status: response.status, body: (await response.json()) as Answer };
  };
  const approved = await asked({ action: refund(1250) }, "msg_approved");
  await owner.approve(approved.request.id);
  const granted = await again("msg_approved");
  expect(granted).toMatchObject({
    status: 200,
    body: { request: { state: "approved" }, grant_state: "issued" },
  });
  await agent.redeem(granted.body.grant ?? "", refund(1250));
  const redeemed = await again("msg_approved");
  expect(redeemed).toMatchObject({
    status: 200,
    body: { request: { id: approved.request.id, state: "approved" }, grant_state: "redeemed" },
  });
  expect(redeemed.body.grant).toBeUndefined();
  const { request, wait } = await asked({ action: refund(1250) }, "msg_withdrawn");
  await api.request(new URL(wait.url).pathname, {
    method: "DELETE",
    headers: { authorization: `Bearer ${wait.token}` },
  });
  expect(await again("msg_withdrawn")).toMatchObject({
    status: 200,
    body: { request: { id: request.id, state: "cancelled" } },
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
