import { expect, test } from "vitest";
import { CallError } from "../mapping/engine/call-error.ts";
import { toolCallOf, toolHiveSchema } from "./toolhive-call.ts";

const context = { server_name: "payments", source_ip: "10.0.0.1", transport: "sse" };
const sent = (mcp_request: object, more: object = {}) =>
  toolCallOf(
    toolHiveSchema.parse({
      version: "v0.1.0",
      uid: "u1",
      principal: null,
      context: { ...context, ...more },
      mcp_request,
    }),
  );
const call = (params: object) => ({ jsonrpc: "2.0", id: 1, method: "tools/call", params });

test("a call of a tool has its server, its tool and its arguments", () => {
  const message = call({ name: "create_refund", arguments: { amount: 1250 }, _meta: { progressToken: 1 } });
  const expected = { kind: "mcp", server: "payments", tool: "create_refund", arguments: { amount: 1250 } };
  expect(sent(message)).toEqual(expected);
  const more = { namespace: "prod", backend_server: "stripe" };
  expect(sent(message, more)).toEqual({ ...expected, server: "prod.payments.stripe" });
});

test("two servers in ToolHive never have the same name", () => {
  const names = ["", "a", "b", "a.b", "b.a", "a..b"];
  const contexts = names.flatMap((namespace) =>
    names.flatMap((server_name) =>
      names.map((backend_server) => ({ namespace, server_name, backend_server })),
    ),
  );
  const servers = contexts
    .filter(({ server_name }) => server_name !== "")
    .map((context) => sent(call({ name: "x" }), context)?.server);
  expect(new Set(servers).size).toBe(servers.length);
  expect(sent(call({ name: "x" }), { namespace: "prod" })?.server).toBe("prod.payments.");
  for (const context of [
    { namespace: "a." },
    { server_name: ".a" },
    { server_name: "" },
    { backend_server: "." },
  ])
    expect(() => sent(call({ name: "x" }), context)).toThrow(CallError);
});

test.each([
  { jsonrpc: "2.0", id: 1, method: "tools/list" },
  { jsonrpc: "2.0", method: "notifications/initialized" },
  { jsonrpc: "2.0", id: 1, method: "resources/read", params: { uri: "file:///x" } },
  { jsonrpc: "2.0", id: 1, result: {} },
  { jsonrpc: "2.0", id: 1, error: { code: 1, message: "" } },
])("%j runs no tool", (message) => {
  expect(sent(message)).toBeUndefined();
});

test.each([
  ["the method in another case", { ...call({ name: "x" }), method: "Tools/Call" }],
  ["the method with a space", { ...call({ name: "x" }), method: "tools/call " }],
  [
    "a member that Go reads as the method",
    { jsonrpc: "2.0", id: 1, Method: "tools/call", params: { name: "x" } },
  ],
  ["a second method in another case", { method: "tools/list", METHOD: "tools/call", params: { name: "x" } }],
  ["a method that MCP doesn't define", { jsonrpc: "2.0", id: 1, method: "tools/run", params: { name: "x" } }],
  ["no method", { jsonrpc: "2.0", id: 1, params: { name: "x" } }],
  ["a method that isn't a text", { method: ["tools/call"] }],
  ["params that are no object", { ...call({}), params: ["x"] }],
  ["no params", { jsonrpc: "2.0", id: 1, method: "tools/call" }],
  ["a member that Go reads as the name", call({ Name: "y", name: "x" })],
  ["answers that the action doesn't contain", call({ name: "x", inputResponses: {} })],
])("a message with %s is refused", (_, message) => {
  expect(() => sent(message)).toThrow(CallError);
});
