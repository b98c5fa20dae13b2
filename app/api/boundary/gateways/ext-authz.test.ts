import { expect, test } from "vitest";
import { type ClientCall, Envoy } from "#app/api/boundary/testing/envoy";
import { ForwardAuth } from "#app/api/boundary/testing/forward-auth";
import { serve } from "#app/api/boundary/testing/serve";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { startRuntime } from "#app/runtime/runtime";
import { createTestDatabase } from "#db/testing/database";
import { issueHookToken } from "#lib/agents/keys/add-key";

const { workspace, owner, agent } = await RunningWorkspace.withAgent();
const { db, runtime, time } = workspace;
const { token } = await issueHookToken(db, { actor: owner.viewer, agentId: agent.id, now: time.now });
const server = await serve(runtime.config.origin);
const envoy = new Envoy(server, { token });

let nextItem = 0;
/** A call that no other test makes. */
const newCall = (): ClientCall => ({ method: "DELETE", address: `/items/${nextItem++}?force=1` });
const requestOf = ({ body }: { body: string }) => (JSON.parse(body) as { request: string }).request;

async function actionOf(id: string) {
  const [row] = await db.$client`select action from requests where id = ${id}`;
  return JSON.parse(row?.action);
}

test("a call waits for its approval, passes once, and waits again", async () => {
  const call = newCall();
  const first = await envoy.check(call);
  const request = requestOf(first);
  expect(first.status).toBe(403);
  expect(JSON.parse(first.body)).toEqual({
    ...{ allowed: false, reason: "pending", request },
    message: expect.stringContaining("needs approval"),
    approval_url: `${runtime.config.origin}/requests/${request}`,
  });
  expect(await actionOf(request)).toEqual({
    type: "http.delete.api.example",
    params: { method: "DELETE", path: call.address?.split("?")[0], query: "force=1", body_seen: false },
  });
  expect(requestOf(await envoy.check(call))).toBe(request);
  await owner.approve(request);
  const passed = await envoy.check(call);
  expect([passed.isThrough, JSON.parse(passed.body)]).toEqual([true, { allowed: true, request }]);
  const next = await envoy.check(call);
  expect([next.isThrough, requestOf(next) === request]).toEqual([false, false]);
});

test.each<[string, (call: ClientCall) => ClientCall]>([
  ["method", (call) => ({ ...call, method: "POST" })],
  ["path", (call) => ({ ...call, address: `${call.address?.replace("/items", "/item")}` })],
  ["query", (call) => ({ ...call, address: `${call.address}&all=1` })],
  ["body", (call) => ({ ...call, body: "x" })],
])("an approval isn't for a call with another %s", async (_, changed) => {
  const call = newCall();
  await owner.approve(requestOf(await envoy.check(call)));
  expect((await envoy.check(changed(call))).isThrough).toBe(false);
  expect((await envoy.check(call)).isThrough).toBe(true);
});

test("a body that Envoy sends is part of the action, for every method", async () => {
  for (const method of ["POST", "GET"]) {
    const call = {
      ...newCall(),
      method,
      headers: { "content-type": "application/json" },
      body: '{"amount":1250}',
    };
    const { params } = await actionOf(requestOf(await envoy.check(call)));
    expect(params).toMatchObject({ method, body: { amount: 1250 } });
    expect(params).not.toHaveProperty("body_seen");
  }
});

test.each<[string, ClientCall]>([
  ["only the beginning of a body", { body: "x", headers: { "x-envoy-auth-partial-body": "true" } }],
  ["a body over 64 KiB", { method: "POST", body: "x".repeat(65_537) }],
])("%s is refused", async (_, more) => {
  const refused = await envoy.check({ ...newCall(), ...more });
  expect([refused.status, JSON.parse(refused.body).reason]).toEqual([403, "refused"]);
});

/** Addresses that name another route, or another path for the server behind Envoy. */
const tricks = [
  ...[
    "/../../api/health",
    "/../../.well-known/jwks.json",
    "/..%2f..%2fapi/health",
    "/%2e%2e/%2e%2e/api/health",
  ],
  ...[
    "/a/../b",
    "/a/./b",
    "/a\\..\\b",
    "/..;/x",
    "/.",
    "/..",
    "*",
    "",
    "x",
    "/../toolhive/agt_1",
    "/../claude-code",
  ],
  ...["/look;x", "/%c0%ae%c0%ae/x", "/%252e%252e/x", "/a%e9"],
  ...["/a#b", "/?a=/../../api/health#", "/a%00b", "/%ed%a0%80", "/a%5c..%5cb", "/a\tb", "?x", "#"],
];

test.each(tricks)("no 2xx is answered for the address %j", async (address) => {
  for (const method of ["GET", "HEAD", "POST", "OPTIONS"]) {
    const { status } = await envoy.check({ method, address });
    expect(status, method).toBeGreaterThanOrEqual(400);
  }
});

test("paths that only look alike are different actions", async () => {
  const addresses = ["/look/a", "/look/a/", "/LOOK/a", "/look/a:x", "/look/a?x", "/look/a?%78"];
  const answers = await Promise.all(addresses.map((address) => envoy.check({ address })));
  expect(new Set(answers.map(requestOf)).size).toBe(addresses.length);
});

test.each([
  ["an unusual method", "PURGE /hooks/ext-authz/ HTTP/1.1\r\nHost: api.example"],
  ["TRACE", "TRACE /hooks/ext-authz/ HTTP/1.1\r\nHost: api.example"],
  ["CONNECT", "CONNECT api.example:443 HTTP/1.1\r\nHost: api.example:443"],
  ["an absolute address", "GET http://api.example/hooks/ext-authz/ HTTP/1.1\r\nHost: api.example"],
  ["no host", "GET /hooks/ext-authz/ HTTP/1.1"],
  ["two hosts", "GET /hooks/ext-authz/ HTTP/1.1\r\nHost: a.example\r\nHost: b.example"],
  ["a host with a user", "GET /hooks/ext-authz/ HTTP/1.1\r\nHost: a@b.example"],
  ["100 KiB of headers", `GET /hooks/ext-authz/ HTTP/1.1\r\nHost: a.example\r\nX: ${"x".repeat(100_000)}`],
  [
    "an upgrade",
    "GET /hooks/ext-authz/ HTTP/1.1\r\nHost: a.example\r\nUpgrade: websocket\r\nConnection: upgrade",
  ],
  ["an expectation", "GET /hooks/ext-authz/ HTTP/1.1\r\nHost: a.example\r\nExpect: 200-ok"],
  [
    "two lengths",
    "POST /hooks/ext-authz/ HTTP/1.1\r\nHost: a.example\r\nContent-Length: 1\r\nContent-Length: 2",
  ],
])("no 2xx is answered for %s", async (_, head) => {
  const { status } = await server.raw(
    `${head}\r\nx-countersign-token: ${token}\r\nConnection: close\r\n\r\n`,
  );
  expect(status === 0 || status >= 400).toBe(true);
});

test.each([
  ["no token", new Envoy(server)],
  ["an unknown token", new Envoy(server, { token: `cst_${"a".repeat(43)}` })],
  ["two tokens", new Envoy(server, { token: `${token}, ${token}` })],
])("a check with %s is refused", async (_, other) => {
  const refused = await other.check({ address: "/", headers: { authorization: `Bearer ${token}` } });
  expect([refused.status, JSON.parse(refused.body).reason]).toEqual([403, "invalid_hook_token"]);
});

test.each(["", "/hooks", "/hooks/ext_authz", "/hooks/claude-code", "/_next", "/api/health"])(
  "a check that Envoy sends to %j by mistake is refused, whatever is there",
  async (prefix) => {
    for (const address of ["/", "", "/static/x.js", "/sw.js"])
      expect((await new Envoy(server, { token, prefix }).check({ address: address || "/" })).status).toBe(
        403,
      );
  },
);

test("an auto-approval is for the call alone, and each call is redeemed", async () => {
  const redeemed = async () =>
    (await db.$client`select count(*)::int as count from grants where state = 'redeemed'`)[0]?.count;
  const before = await redeemed();
  const call = newCall();
  await owner.approve(requestOf(await envoy.check(call)));
  const answers = await Promise.all(Array.from({ length: 10 }, () => envoy.check(call)));
  expect(answers.filter(({ isThrough }) => isThrough)).toHaveLength(1);
  expect(await redeemed()).toBe(before + 1);
});

test("a check waits for the approval as long as Envoy's settings say", async () => {
  const call = newCall();
  const request = requestOf(await envoy.check(call));
  const waiting = new Envoy(server, { token, prefer: "wait=20" }).check(call);
  await owner.approve(request);
  expect((await waiting).isThrough).toBe(true);
});

const refund = { method: "POST", headers: [], body: "" };

test("forward auth decides about the call that its headers name, once, and says that no body was seen", async () => {
  const call = { ...refund, target: `/items/${nextItem++}?force=1` };
  const forwardAuth = new ForwardAuth(server, { token });
  const first = await forwardAuth.check(call);
  const request = requestOf(first);
  expect([first.status, await actionOf(request)]).toEqual([
    403,
    {
      type: "http.post.api.example",
      params: { method: "POST", path: call.target.split("?")[0], query: "force=1", body_seen: false },
    },
  ]);
  // Caddy adds the query of the call to its own address.
  const address = "/hooks/forward-auth?force=1";
  expect(requestOf(await new ForwardAuth(server, { token, address }).check(call))).toBe(request);
  await owner.approve(request);
  expect((await forwardAuth.check({ ...call, target: "/" })).status).toBe(403);
  expect((await forwardAuth.check({ ...call, method: "GET" })).status).toBe(403);
  expect((await forwardAuth.check(call)).status).toBe(200);
  expect((await forwardAuth.check(call)).status).toBe(403);
});

test("forward auth that doesn't name its call exactly once is refused", async () => {
  const [method, host, target] = [
    "X-Forwarded-Method: GET",
    "X-Forwarded-Host: a.example",
    "X-Forwarded-Uri: /",
  ];
  for (const named of [
    [],
    [method, host],
    [method, target],
    [host, target],
    [method, host, target, target],
    [method, method, host, target],
    [method, host, host, target],
    [method, host, target, "X-Original-URI: /admin"],
  ]) {
    const { status, body } = await new ForwardAuth(server, { token }).check(
      { ...refund, target: "/" },
      named,
    );
    expect([status, JSON.parse(body).reason], String(named)).toEqual([403, "refused"]);
  }
});

test("forward auth that asks at another address is refused, also at the one of Envoy", async () => {
  const addresses = [
    "/hooks/ext-authz",
    "/hooks/ext-authz/",
    "/hooks/ext-authz/x",
    "/hooks/forward-auth/",
    "/",
  ];
  for (const address of [
    ...addresses,
    "/hooks/forward-auth?x",
    "/hooks/forward-authx",
    "/hooks//forward-auth",
  ])
    expect((await new ForwardAuth(server, { token, address }).check({ ...refund, target: "/" })).status).toBe(
      403,
    );
});

test("a call of another host than the one in Envoy's settings is refused", async () => {
  for (const host of [
    "other.example",
    "api.example:443",
    "api.example.",
    new URL(runtime.config.origin).host,
  ]) {
    const { status, body } = await envoy.check({ ...newCall(), host });
    expect([status, JSON.parse(body).message], host).toEqual([403, expect.stringContaining("/host")]);
  }
  const { body } = await new Envoy(server, { token, domain: "Other.example" }).check({
    ...newCall(),
    host: "other.example",
  });
  expect(await actionOf(requestOf({ body }))).toMatchObject({ type: "http.delete.other.example" });
});

test("forward auth at the address of Envoy is refused, whichever headers its client adds", async () => {
  for (const added of [
    [],
    [`X-Countersign-Token: ${token} api.example`],
    ["X-Countersign-Token: api.example"],
    ["X_Countersign_Token: api.example"],
    ["X-Countersign-Host: api.example"],
  ]) {
    const head = ["GET /hooks/ext-authz/ HTTP/1.1", "Host: api.example", "Connection: close", ...added];
    const { status, body } = await server.raw(
      `${[...head, `X-Countersign-Token: ${token}`].join("\r\n")}\r\n\r\n`,
    );
    expect([status, JSON.parse(body).request], String(added)).toEqual([403, undefined]);
  }
  const { body } = await new Envoy(server, { token, domain: "" }).check(newCall());
  expect(JSON.parse(body).message).toContain("/hooks/forward-auth");
});

test("forward auth without a token is refused", async () => {
  const { status, body } = await new ForwardAuth(server).check({ ...refund, target: "/" });
  expect([status, JSON.parse(body).reason]).toEqual([403, "invalid_hook_token"]);
});

test("the address of the approval is in a header as well, for gateways that pass on no body", async () => {
  const address = `${server.url}/hooks/ext-authz/items/${nextItem++}`;
  const answer = await fetch(address, {
    headers: { "x-countersign-token": `${token} ${new URL(server.url).host}` },
  });
  const { approval_url: approvalUrl } = (await answer.json()) as { approval_url?: string };
  expect(answer.headers.get("countersign-approval-url")).toBe(approvalUrl);
  expect(approvalUrl).toContain("/requests/");
});

test("without the database every call is refused, also where Envoy would let it through after a 5xx", async () => {
  const { db: ended } = await createTestDatabase();
  await ended.$client.end();
  startRuntime({ ...runtime, db: ended });
  try {
    expect((await envoy.check(newCall())).status).toBe(403);
  } finally {
    startRuntime(runtime);
  }
});
