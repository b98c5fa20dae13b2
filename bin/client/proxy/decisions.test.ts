import { once } from "node:events";
import { beforeEach, expect, test } from "vitest";
import { readMapping } from "#lib/boundary/mapping/engine/read-mapping";
import { newId } from "#lib/kernel/ids";
import { currentPolicyVersion } from "#lib/policy/engine/load";
import { rule } from "#lib/policy/testing/judge";
import { publishPolicy } from "#lib/publishing/publish";
import { httpPort } from "../boundary/http-port.ts";
import { testIo } from "../testing/test-io.ts";
import { eventually, open, rawRequest, startProxy } from "./testing/proxy-side.ts";
import { startRawUpstream, startUpstream } from "./testing/upstream.ts";
import { openWorkspaceSide } from "./testing/workspace-side.ts";

const upstream = await startUpstream();
const side = await openWorkspaceSide();
const { workspace, owner } = side;
const outcomes = { free: "allow", held: "step_up", blocked: "block" } as const;
await publish();
const io = testIo({ now: () => workspace.time.now.getTime() });
const countersign = httpPort(io, side.credentials, { patienceSeconds: 2, reportPatienceSeconds: 5 });
const mappingFor = (host: string) =>
  readMapping({
    version: 1,
    rules: Object.keys(outcomes).map((path) => ({ tool: `* ${host}/${path}/*`, type: `calls.${path}` })),
  });
const mapping = mappingFor(upstream.host);
const proxy = await startProxy(upstream.url, countersign, { mapping });

beforeEach(() => {
  upstream.calls.length = 0;
});

let count = 0;
const newPath = () => `/held/${++count}`;
const post = (path: string, amount = 1250, headers: Record<string, string> = {}) =>
  fetch(`${proxy.url}${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify({ amount }),
  });
const now = { prefer: "wait=0" };

/** The state of the newest request, of its grant and of its execution. */
async function newest() {
  const [row] = await workspace.db.$client`
    select r.id, r.state, g.state as grant, e.state as execution, r.action::json as action from requests r
    left join grants g on g.request_id = r.id left join executions e on e.request_id = r.id
    order by r.id desc limit 1`;
  return row as { id: string; state: string; grant: string; execution: string; action: object };
}

test("a call that policy allows is forwarded once, and its execution is in the request's history", async () => {
  const response = await fetch(`${proxy.url}/free/a?b=c`);
  expect([response.status, await response.json()]).toEqual([200, { ran: true }]);
  expect(upstream.calls).toMatchObject([{ method: "GET", target: "/free/a?b=c" }]);
  await eventually(async () =>
    expect(await newest()).toMatchObject({ state: "allowed", grant: "redeemed", execution: "done" }),
  );
});

test("a call that needs approval is forwarded when its owner approves it with a passkey, and not before", async () => {
  const path = newPath();
  const answer = post(path);
  const id = await side.pending();
  expect(upstream.calls).toEqual([]);
  const { action } = await newest();
  expect(action).toMatchObject({
    params: { tool: `POST ${upstream.host}${path}`, method: "POST", path, body: { amount: 1250 } },
  });
  expect((await owner.approve(id)).status).toBe(201);
  expect((await answer).status).toBe(200);
  expect(upstream.calls).toMatchObject([{ method: "POST", target: path, bytes: '{"amount":1250}'.length }]);
});

test("a denial reaches the client with the approver's reason, and the upstream sees nothing", async () => {
  const answer = post(newPath());
  await owner.post(`/api/requests/${await side.pending()}/denials`, { reason: "Wrong customer." });
  const response = await answer;
  expect([response.status, response.headers.get("content-type")]).toEqual([403, "application/problem+json"]);
  expect(await response.json()).toMatchObject({
    code: "denied",
    detail: expect.stringContaining("Wrong customer."),
  });
  expect(upstream.calls).toEqual([]);
});

test("a call that policy blocks is refused, and the upstream sees nothing", async () => {
  const response = await post("/blocked/a");
  expect([response.status, await response.json()]).toMatchObject([403, { code: "blocked" }]);
  expect(upstream.calls).toEqual([]);
});

test("after the time to hold, 202 names the approval page, and the same call picks the approval up, once", async () => {
  const path = newPath();
  const response = await post(path, 1250, now);
  const id = await side.pending();
  expect(response.status).toBe(202);
  expect(Object.fromEntries(response.headers)).toMatchObject({
    ...{ location: `${side.credentials.issuer}/requests/${id}`, "retry-after": "5" },
    ...{ "preference-applied": "wait=0", "countersign-result": "pending", "countersign-request": id },
  });
  expect(await response.json()).toMatchObject({
    code: "pending",
    detail: expect.stringContaining("same call"),
  });
  await owner.approve(id);
  const spaced = { method: "POST", headers: { "content-type": "application/json; charset=utf-8", ...now } };
  expect((await fetch(`${proxy.url}${path}`, { ...spaced, body: '{ "amount" : 1250 }' })).status).toBe(200);
  expect(upstream.calls.length).toBe(1);
  expect((await post(path, 1250, now)).status).toBe(202);
  expect(upstream.calls.length).toBe(1);
  await withdrawPending();
});

test.each<[string, () => RequestInit & { path?: string }]>([
  ["another body", () => ({ body: '{"amount":1251}' })],
  ["another method", () => ({ method: "PUT" })],
  ["another query", () => ({ path: "?dry_run=false" })],
  ["another content type", () => ({ headers: { "content-type": "application/merge-patch+json", ...now } })],
])("after an approval, the call with %s needs its own decision", async (_, change) => {
  const path = newPath();
  await post(path, 1250, now);
  await owner.approve(await side.pending());
  const { path: query = "", ...rest } = change();
  const headers = { "content-type": "application/json", ...now };
  const changed = { method: "POST", headers, body: '{"amount":1250}', ...rest };
  expect((await fetch(`${proxy.url}${path}${query}`, changed)).status).toBe(202);
  expect(upstream.calls).toEqual([]);
  await withdrawPending();
});

test("two clients with one approved call run it once, and the other one asks anew", async () => {
  const path = newPath();
  await post(path, 1250, now);
  await owner.approve(await side.pending());
  const responses = await Promise.all([post(path, 1250, now), post(path, 1250, now)]);
  expect(responses.map(({ status }) => status).sort()).toEqual([200, 202]);
  expect(upstream.calls.length).toBe(1);
  await withdrawPending();
});

test("a client that hangs up while it waits gets nothing forwarded, even after the approval", async () => {
  const path = newPath();
  const socket = await open(proxy.port, rawRequest(`DELETE ${path} HTTP/1.1`));
  const id = await side.pending();
  socket.destroy();
  await once(socket, "close");
  await eventually(() => expect(proxy.log.at(-1)).toContain(`DELETE ${path}: aborted`));
  await owner.approve(id);
  expect(upstream.calls).toEqual([]);
  expect(await newest()).toMatchObject({ state: "approved", grant: "issued" });
});

test("a call without an answer is uncertain in the request's history, and one that wasn't sent has failed", async () => {
  const raw = await startRawUpstream((socket) => socket.destroy());
  for (const [url, execution] of [
    [raw.url, "uncertain"],
    ["http://127.0.0.1:9", "failed"],
  ] as const) {
    const gone = await startProxy(url, countersign, { mapping: mappingFor(new URL(url).host) });
    expect((await fetch(`${gone.url}/free/a`)).status).toBe(502);
    await eventually(async () => expect(await newest()).toMatchObject({ grant: "redeemed", execution }));
  }
});

test("while Countersign is down nothing is forwarded, and calls get 503", async () => {
  await side.stop();
  const response = await fetch(`${proxy.url}/free/a`);
  expect([response.status, response.headers.get("retry-after")]).toEqual([503, "5"]);
  expect(await response.json()).toMatchObject({ code: "unavailable" });
  expect(upstream.calls).toEqual([]);
  await side.start();
  expect((await fetch(`${proxy.url}/free/a`)).status).toBe(200);
});

test("a proxy that stops ends the waiting calls, and forwards none of them", async () => {
  const stopping = await startProxy(upstream.url, countersign, { mapping });
  const answer = fetch(`${stopping.url}${newPath()}`, { method: "DELETE" });
  await side.pending();
  await stopping.stop();
  expect((await answer).status).toBe(503);
  expect(upstream.calls).toEqual([]);
});

const refundThrough = (host: string, more: object = {}) => {
  const refund = { tool: `POST ${host}/refunds`, type: "calls.held", params: { amount: "/body/amount" } };
  return readMapping({ version: 1, rules: [{ ...refund, ...more }] });
};
const refund = (url: string) => {
  const headers = { "content-type": "application/json", ...now };
  return fetch(`${url}/refunds`, { method: "POST", headers, body: '{"amount":9000}' });
};

test("a call that was approved at the proxy of staging doesn't run at the proxy of production", async () => {
  const staging = await startUpstream();
  const [near, far] = [
    await startProxy(staging.url, countersign, { mapping: refundThrough(staging.host) }),
    await startProxy(upstream.url, countersign, { mapping: refundThrough(upstream.host) }),
  ];
  expect((await refund(near.url)).status).toBe(202);
  const { id, action } = await newest();
  expect(action).toMatchObject({ params: { tool: `POST ${staging.host}/refunds`, amount: 9000 } });
  await owner.approve(id);
  expect((await refund(far.url)).status).toBe(202);
  expect(upstream.calls).toEqual([]);
  expect((await refund(near.url)).status).toBe(200);
  expect(staging.calls).toHaveLength(1);
});

test("a call that was approved at one registered proxy doesn't run at another, although both fix one audience", async () => {
  const staging = await startUpstream();
  const through = ({ url, host }: typeof upstream, boundary = newId("bnd", workspace.time.now)) => {
    const mapping = refundThrough(host, { audience: "https://payments.example" });
    const own = { patienceSeconds: 2, reportPatienceSeconds: 5, boundary };
    return startProxy(url, httpPort(io, side.credentials, own), { mapping });
  };
  const [near, far] = [await through(staging), await through(upstream)];
  expect((await refund(near.url)).status).toBe(202);
  const { id, action } = await newest();
  await owner.approve(id);
  expect((await refund(far.url)).status).toBe(202);
  expect((await newest()).action).toEqual(action);
  expect(upstream.calls).toEqual([]);
  expect((await refund(near.url)).status).toBe(200);
  expect(staging.calls).toHaveLength(1);
});

async function withdrawPending() {
  await owner.post(`/api/requests/${await side.pending()}/denials`, { reason: "A test has ended." });
}

async function publish() {
  const types = Object.keys(outcomes).map((path) => `calls.${path}`);
  await publishPolicy(workspace.db, {
    actor: side.admin.viewer,
    rules: Object.entries(outcomes).map(([path, outcome]) =>
      rule({ id: path, actions: [`calls.${path}`], outcome }),
    ),
    catalog: types.map((type) => ({
      ...{ type, title: type, risk: "write" as const, schema: {} },
      ...{ amountParam: null, currencyParam: null },
    })),
    defaultOutcome: "step_up",
    unclassified: "allow",
    expectedVersion: await currentPolicyVersion(workspace.db),
    now: workspace.time.now,
  });
}
