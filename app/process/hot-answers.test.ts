import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { api } from "#app/api/index";
import { grantFor, refund } from "#app/api/testing/requests";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { agents } from "#db/schema/agents";
import { startRuntime } from "../runtime/runtime.ts";
import { createHttpServer } from "./http-server.ts";
import { exchange, type RawCall, RawCaller } from "./testing/raw-caller.ts";

const { workspace, admin, owner, agent } = await RunningWorkspace.withAgent();
const { runtime } = workspace;
const forger = agent.as((await workspace.agent(admin, owner)).privateKey);
const asks = `/api/v1/agents/${agent.id}/requests`;
const redemptions = "/api/v1/grants/redemptions";
const closing = new AbortController();
const byHono = vi.spyOn(api, "fetch");
const { http } = createHttpServer({
  ...{ origin: runtime.config.origin, isDevelopment: false, log: runtime.log },
  ...{ lookAtDatabase: async () => "down", closing: closing.signal },
});
const okBody = JSON.stringify({ action: refund(50) });
const caller = new RawCaller(http, { path: asks, body: okBody, by: agent });

beforeAll(() => new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve)));
afterAll(() => {
  http.closeAllConnections();
  http.close();
});

const common = [
  "x-request-id: of this call",
  "x-content-type-options: nosniff",
  "x-frame-options: DENY",
  "referrer-policy: same-origin",
  "cross-origin-opener-policy: same-origin",
  "cross-origin-resource-policy: same-origin",
  "permissions-policy: publickey-credentials-get=(self), publickey-credentials-create=(self), camera=(), microphone=(), geolocation=(), payment=(), usb=(), display-capture=()",
  "content-security-policy: default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
];

/** The head of an answer with this JSON body. */
function headOf(status: string, type: string, body: unknown, more: string[] = []): string[] {
  const length = `content-length: ${Buffer.byteLength(JSON.stringify(body))}`;
  return [
    ...[`HTTP/1.1 ${status}`, ...common, "cache-control: no-store", `content-type: application/${type}`],
    ...[...more, length, "Connection: close"],
  ];
}

/** A call whose whole head is checked. The body is an answer, or a problem with this code. */
async function expectAnswer(call: RawCall, status: string, code?: string, more?: string[]): Promise<void> {
  const { head, body } = await caller.answerTo(call);
  expect(head).toEqual(headOf(status, code === undefined ? "json" : "problem+json", body, more));
  if (code === undefined)
    return void expect(body).toMatchObject({ request: { owner: owner.viewer.personId } });
  const title = code.replaceAll("_", " ");
  const problem = {
    type: `${runtime.config.origin}/docs/errors#${code}`,
    title,
    status: Number(status.slice(0, 3)),
    code,
  };
  expect(body).toMatchObject({ ...problem, detail: expect.any(String) });
}

const asked = (amount: number) => JSON.stringify({ action: refund(amount) });
const redemption = async (action: unknown = refund(50)) =>
  JSON.stringify({ grant: await grantFor(agent, refund(50)), action });

/** The same path, in a spelling that only Hono understands. */
const escaped = (path: string) => path.replace("/v1/", "/%761/");

describe.each([
  ["without Hono", (path: string) => path],
  ["through Hono", escaped],
])("%s, an ask gets its whole answer, head and body:", (way, spelled) => {
  test.each<[string, RawCall, string, string?]>([
    ["allowed", {}, "200 OK"],
    ["pending", { body: asked(1250) }, "202 Accepted"],
    ["blocked", { body: asked(60_000) }, "403 Forbidden", "blocked_by_policy"],
    ["with a query", { path: `${asks}?a=1` }, "200 OK"],
    ["with an escaped path", { path: asks.replace("agents", "%61gents").replace("agt", "%61gt") }, "200 OK"],
    ["with dots in the path", { path: asks.replace("agents", "x/../agents") }, "200 OK"],
    [
      "with a media type's parameters",
      { headers: { "content-type": "Application/JSON; charset=utf-8" } },
      "200 OK",
    ],
    [
      "another media type",
      { headers: { "content-type": "text/plain" } },
      "415 Unsupported Media Type",
      "unsupported_media_type",
    ],
    [
      "no media type",
      { headers: { "content-type": undefined } },
      "415 Unsupported Media Type",
      "unsupported_media_type",
    ],
    ["a body over 64 KiB", { body: "x".repeat(65_537) }, "413 Payload Too Large", "payload_too_large"],
    ["no JSON", { body: "{" }, "400 Bad Request", "invalid_json"],
    ["no body", { body: "" }, "400 Bad Request", "invalid_json"],
    ["another form", { body: "{}" }, "422 Unprocessable Entity", "invalid_action"],
    [
      "no signature",
      { headers: { "webhook-signature": undefined } },
      "401 Unauthorized",
      "missing_signature",
    ],
    ["another's signature", { by: forger }, "401 Unauthorized", "invalid_signature"],
    ["an old timestamp", { headers: { "webhook-timestamp": "1000" } }, "401 Unauthorized", "stale_timestamp"],
    ["an unknown agent", { path: "/api/v1/agents/agt_x/requests" }, "401 Unauthorized", "invalid_signature"],
    [
      "a malformed escape in the path",
      { path: "/api/v1/agents/%zz/requests" },
      "401 Unauthorized",
      "invalid_signature",
    ],
    ["U+0000 in the query", { path: `${asks}?a=%00` }, "400 Bad Request", "invalid_body"],
    ["U+0000 in a cookie", { headers: { cookie: "a=%00" } }, "400 Bad Request", "invalid_body"],
    ["another method", { method: "PUT" }, "404 Not Found", "not_found"],
    ["a longer path", { path: `${asks}/` }, "404 Not Found", "not_found"],
  ])("%s", async (_, call, status, code) => {
    await expectAnswer({ ...call, path: spelled(call.path ?? asks) }, status, code);
  });

  test("a plain call reaches Hono only in another spelling", async () => {
    const before = byHono.mock.calls.length;
    await expectAnswer({ path: spelled(asks) }, "200 OK");
    expect(byHono.mock.calls.length - before).toBe(way === "through Hono" ? 1 : 0);
  });

  test("a webhook-id used before, with the same and with another body", async () => {
    const again = { path: spelled(asks), id: `msg_again_${way.slice(0, 4)}` };
    await expectAnswer(again, "200 OK");
    await expectAnswer(again, "200 OK");
    await expectAnswer({ ...again, body: asked(51) }, "409 Conflict", "idempotency_conflict");
  });

  test("too many asks, with the time to wait", async () => {
    startRuntime({ ...runtime, config: { ...runtime.config, asksPerMinute: 0 } });
    const { head } = await caller.answerTo({ path: spelled(asks) });
    startRuntime(runtime);
    expect(head).toContain("HTTP/1.1 429 Too Many Requests");
    expect(head.findIndex((line) => /^retry-after: \d+$/.test(line))).toBe(head.length - 3);
  });

  test("an error of our own, without its words", async () => {
    const clock = () => {
      throw new Error("row of per_secret");
    };
    startRuntime({ ...runtime, clock });
    const { head, body } = await caller
      .answerTo({ path: spelled(asks), headers: agent.signature(okBody, "msg_own") })
      .finally(() => startRuntime(runtime));
    expect(head).toEqual(headOf("500 Internal Server Error", "problem+json", body));
    expect(JSON.stringify(body)).not.toContain("secret");
  });
});

describe.each([
  ["without Hono", redemptions],
  ["through Hono", escaped(redemptions)],
])("%s, a redemption gets its whole answer, head and body:", (_way, path) => {
  test("redeemed, and redeemed before", async () => {
    const call = { path, body: await redemption() };
    await expectAnswer(call, "200 OK");
    await expectAnswer(call, "409 Conflict", "grant_already_redeemed");
  });

  test.each<[string, () => Promise<RawCall>, string, string]>([
    [
      "another action",
      async () => ({ body: await redemption(refund(51)) }),
      "403 Forbidden",
      "action_mismatch",
    ],
    [
      "another's signature",
      async () => ({ body: await redemption(), by: forger }),
      "401 Unauthorized",
      "invalid_signature",
    ],
    [
      "no grant",
      async () => ({ body: '{"grant":"x","action":{"type":"a","params":{}}}' }),
      "401 Unauthorized",
      "invalid_grant",
    ],
    ["another form", async () => ({ body: "{}" }), "400 Bad Request", "invalid_body"],
    ["no JSON", async () => ({ body: "[" }), "400 Bad Request", "invalid_json"],
    [
      "another media type",
      async () => ({ headers: { "content-type": "text/plain" } }),
      "415 Unsupported Media Type",
      "unsupported_media_type",
    ],
    ["another method", async () => ({ method: "GET", body: "" }), "404 Not Found", "not_found"],
  ])("%s", async (_, call, status, code) => {
    await expectAnswer({ path, ...(await call()) }, status, code);
  });
});

describe("on the connection", () => {
  const chunked = (size: number) =>
    caller
      .textOf({ headers: { "content-length": undefined, "transfer-encoding": "chunked" }, body: "" })
      .concat(`${size.toString(16)}\r\n${"x".repeat(size)}\r\n0\r\n\r\n`);

  test("a call without a host, or with one that is no host, gets an empty 400", async () => {
    for (const host of [undefined, "a b"])
      expect(await caller.exchange(caller.textOf({ headers: { host } }))).toMatch(
        /^HTTP\/1.1 400 Bad Request\r\n[\s\S]*\r\n\r\n0\r\n\r\n$/,
      );
  });

  test("health answers HAProxy's plain check, which is HTTP/1.0 without a Host", async () => {
    expect(await exchange(http, "GET /api/health HTTP/1.0\r\n\r\n")).toMatch(/^HTTP\/1.1 200 OK\r\n/);
  });

  test("a refused body is read to its end, and the next call is answered", async () => {
    const refused = [
      caller.textOf({ body: "x".repeat(70_000) }),
      caller.textOf({ headers: { "content-type": "a/b" } }),
      chunked(70_000),
    ];
    const statuses = [
      ...(await caller.exchange(...refused, caller.textOf({}))).matchAll(/HTTP\/1\.1 (\d+)/g),
    ].map(([, status]) => status);
    expect(statuses).toEqual(["413", "415", "413", "200"]);
  });

  test("a call with the header of Envoy's checks is refused without an answer", async () => {
    const answer = await caller.exchange(caller.textOf({ headers: { "x-countersign-token": "x" } }));
    expect(answer).toMatch(/^HTTP\/1.1 403 Forbidden\r\n[\s\S]*\r\n\r\n0\r\n\r\n$/);
  });

  test("a chunked body is read, and an agent in quarantine is refused", async () => {
    expect(await caller.exchange(chunked(10))).toContain('"code":"invalid_signature"');
    await workspace.db.update(agents).set({ status: "quarantined" }).where(eq(agents.id, agent.id));
    await expectAnswer({}, "403 Forbidden", "agent_quarantined");
    await expectAnswer({ body: "x" }, "400 Bad Request", "invalid_json");
  });

  test("a server that stops asks the client to close", async () => {
    closing.abort();
    expect(
      (await caller.exchange(caller.textOf({}), caller.textOf({}))).match(/connection: close/gi),
    ).toHaveLength(1);
  });
});
