import { expect, test } from "vitest";
import { openHttpSide, tokens } from "../testing/http-side.ts";
import { Session } from "./sessions.ts";

const { arrived, asked, outcomes, post, get, release } = await openHttpSide();
const call = (args: object, more: object = {}) => ({
  jsonrpc: "2.0",
  id: 1,
  method: "tools/call",
  params: { name: "pay", arguments: args, ...more },
});

test("credentials stay on their side of the gateway", async () => {
  const response = await post(
    { jsonrpc: "2.0", id: 1, method: "tools/list" },
    { cookie: "client=1", "x-client": "1" },
  );
  const headers = arrived.at(-1)?.headers ?? {};
  expect(headers).toMatchObject({ authorization: "Bearer of-the-tool" });
  expect([headers.cookie, headers["x-client"]]).toEqual([undefined, undefined]);
  const toClient = ["set-cookie", "x-secret", "www-authenticate"].map((name) => response.headers.get(name));
  expect([response.status, toClient]).toEqual([200, [null, null, null]]);
  await post(call({ amount: 1 }), { cookie: "client=1" });
  expect(arrived.at(-1)?.headers).toMatchObject({ authorization: "Bearer of-the-tool" });
  expect(arrived.at(-1)?.headers.cookie).toBeUndefined();
});

test("what is sent is the very call that was decided", async () => {
  await post(
    `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"pay","arguments":{"b":[1.50,"é"],"a":1e2}}}`,
  );
  const args = { b: [1.5, "é"], a: 100 };
  expect(asked.at(-1)?.action).toMatchObject({ params: args });
  expect(JSON.parse(arrived.at(-1)?.body ?? "")).toEqual(call(args));
});

test.each([
  ["Mcp-Name", { "mcp-name": "delete" }],
  ["Mcp-Name in base64", { "mcp-name": "=?base64?ZGVsZXRl?=" }],
  ["Mcp-Name in inexact base64", { "mcp-name": "=?base64?cGF5=?=" }],
  ["Mcp-Method", { "mcp-method": "tools/list" }],
  ["Mcp-Param-*", { "mcp-param-amount": "1000" }],
])("a header that contradicts the call is refused: %s", async (_, headers) => {
  const before = arrived.length;
  const response = await post(call({ amount: 1 }), headers);
  expect([response.status, (await response.json()) as object]).toEqual([
    400,
    expect.objectContaining({ error: expect.objectContaining({ code: -32020 }) }),
  ]);
  expect(arrived).toHaveLength(before);
});

test("the headers that describe a call are written from the call", async () => {
  const _meta = { "io.modelcontextprotocol/protocolVersion": "2026-07-28" };
  const sent = {
    "mcp-method": "tools/call",
    "mcp-name": "=?base64?cGF5?=",
    "mcp-param-amount": "7",
    "mcp-param-note": "7",
  };
  await post(call({ amount: 1, note: "7" }, { _meta }), sent);
  const { headers = {} } = arrived.at(-1) ?? {};
  const described = Object.keys(sent).map((name) => headers[name]);
  expect(described).toEqual(["tools/call", "pay", "1", undefined]);
});

test("over HTTP, a method that MCP doesn't define is refused, and the server doesn't get it", async () => {
  const before = arrived.length;
  const _meta = { "io.modelcontextprotocol/protocolVersion": "2026-07-28" };
  const refused = [
    await post({ jsonrpc: "2.0", id: 1, method: "tools/run", params: {} }),
    await post({ jsonrpc: "2.0", id: 1, method: "tools/run", params: { _meta } }),
  ];
  expect(refused.map(({ status }) => status)).toEqual([200, 404]);
  for (const response of refused)
    expect(await response.json()).toMatchObject({ id: 1, error: { code: -32601 } });
  expect((await post({ jsonrpc: "2.0", method: "notifications/run" })).status).toBe(202);
  expect(arrived).toHaveLength(before);
});

test("a header that contradicts another message is refused too", async () => {
  const before = arrived.length;
  const _meta = { "io.modelcontextprotocol/protocolVersion": "2026-07-28" };
  const prompt = { jsonrpc: "2.0", id: 1, method: "prompts/get", params: { name: "ask", _meta } };
  for (const [name, value] of Object.entries({ "mcp-method": "tools/call", "mcp-name": "pay" }))
    expect((await post(prompt, { [name]: value })).status).toBe(400);
  expect(arrived).toHaveLength(before);
});

test("in a session, an id that is in use can't be used for another request", async () => {
  const opened = await post({ jsonrpc: "2.0", id: 1, method: "initialize", params: { capabilities: {} } });
  const session = { "mcp-session-id": opened.headers.get("mcp-session-id") ?? "" };
  const message = { jsonrpc: "2.0", id: 5, method: "prompts/get", params: { name: "slow" } };
  const first = post(message, session);
  await expect.poll(() => arrived.at(-1)?.body).toContain("slow");
  expect((await post({ ...call({}), id: 5 }, session)).status).toBe(400);
  release();
  expect((await first).status).toBe(200);
  expect((await post({ ...call({}), id: 5 }, session)).status).toBe(200);
});

test("a client can't have the answer to an earlier call taken for that of a broken call", async () => {
  const opened = await post({ jsonrpc: "2.0", id: 1, method: "initialize", params: { capabilities: {} } });
  const session = { "mcp-session-id": opened.headers.get("mcp-session-id") ?? "" };
  await post({ ...call({ amount: 5 }), id: 5 }, session);
  await expect.poll(() => outcomes.at(-1)).toBe("done");
  const before = outcomes.length;
  const broken = { name: "breaks", arguments: { amount: 6 } };
  const reused = await post({ ...call({}), id: 5, params: broken }, session);
  const first = await post({ ...call({}), id: 6, params: broken }, session);
  await (await get(session)).text();
  expect(await reused.text()).toContain("It may have run");
  expect(await first.text()).not.toContain("result");
  await expect.poll(() => outcomes.slice(before)).toEqual(["uncertain", "done"]);
});

test("only the first request of an id can get its answer on another stream", () => {
  const session = new Session("agt_one", {}, Date.now);
  expect([5, "5", 5, "5"].map((id) => session.isFirstUse(id))).toEqual([true, true, false, false]);
  expect(session.isFirstUse("x".repeat(65))).toBe(false);
  for (let id = 100; id < 10_098; id++) session.isFirstUse(id);
  expect([session.isFirstUse("new"), session.isFirstUse(100)]).toEqual([false, false]);
});

test("a batch, and a message that two parsers read differently, are refused", async () => {
  const before = arrived.length;
  const twice = '{"jsonrpc":"2.0","id":1,"method":"ping","method":"tools/call","params":{"name":"pay"}}';
  for (const body of [[call({})], twice, "no json"]) expect((await post(body)).status).toBe(400);
  expect(arrived).toHaveLength(before);
});

test("a session belongs to the agent that opened it", async () => {
  const opened = await post({ jsonrpc: "2.0", id: 1, method: "initialize", params: { capabilities: {} } });
  const session = { "mcp-session-id": opened.headers.get("mcp-session-id") ?? "" };
  expect((await post({ jsonrpc: "2.0", id: 2, method: "ping" }, session)).status).toBe(200);
  const before = arrived.length;
  expect((await post({ jsonrpc: "2.0", id: 3, method: "ping" }, session, tokens.two)).status).toBe(404);
  expect((await post(call({}), { "mcp-session-id": "made-up" })).status).toBe(404);
  expect(arrived).toHaveLength(before);
});

test("each client acts for the agent of its token", async () => {
  await post(call({ amount: 3 }), {}, tokens.two);
  expect(asked.at(-1)).toMatchObject({ agent: "agt_two", action: { params: { amount: 3 } } });
});
