import { expect, test } from "vitest";
import type { Json } from "#client/json/pointer";
import { actionOf, unreviewedAction } from "./action-of.ts";
import type { Call } from "./call.ts";
import { CallError } from "./call-error.ts";
import { readMapping } from "./read-mapping.ts";

const none = readMapping({ version: 1 });
const refund = {
  tool: "payments/create_refund",
  type: "refund.create",
  resource: "charge/{/charge}",
  audience: "https://payments.example",
  params: { amount: "/amount", currency: "/currency" },
};
const mappingOf = (...rules: object[]) => readMapping({ version: 1, rules });
const mcp = (args: object, tool = "create_refund"): Call => ({
  ...{ kind: "mcp", server: "payments", tool },
  arguments: args as { [name: string]: Json },
});
const charge = { charge: "ch_81", amount: 1250, currency: "USD" };

test("a rule gives a call its type, resource, audience and params", () => {
  expect(actionOf(mappingOf(refund), mcp(charge))).toEqual({
    action: {
      type: "refund.create",
      resource: "charge/ch_81",
      params: { amount: 1250, currency: "USD" },
      audience: "https://payments.example",
    },
    rule: 0,
  });
});

test("arguments that no pointer names are in the params as well", () => {
  const args = { ...charge, memo: "for the customer", empty: {} };
  const { params } = actionOf(mappingOf(refund), mcp(args)).action;
  expect(params).toEqual({ amount: 1250, currency: "USD", arguments: args });
});

test("a number in a resource is in the params as well, since it looks like the text of its digits", () => {
  const args = { ...charge, charge: 81 };
  const { action } = actionOf(mappingOf(refund), mcp(args));
  expect(action).toMatchObject({ resource: "charge/81", params: { arguments: args } });
});

test("two values in one text are in the params as well, since the text doesn't tell where one ends", () => {
  const mapping = mappingOf({ ...refund, resource: "{/bucket}/{/file}", params: {} });
  const [one, other] = [
    { bucket: "a/b", file: "c" },
    { bucket: "a", file: "b/c" },
  ].map((args) => actionOf(mapping, mcp(args)).action);
  expect([one?.resource, other?.resource]).toEqual(["a/b/c", "a/b/c"]);
  expect([one?.params, other?.params]).toEqual([
    { arguments: { bucket: "a/b", file: "c" } },
    { arguments: { bucket: "a", file: "b/c" } },
  ]);
});

test("the first rule that matches applies", () => {
  const all = { tool: "payments/*", type: "payment.other" };
  expect(actionOf(mappingOf(refund, all), mcp(charge)).rule).toBe(0);
  expect(actionOf(mappingOf(refund, all), mcp(charge, "list")).rule).toBe(1);
  expect(actionOf(mappingOf(all, refund), mcp(charge)).rule).toBe(0);
});

test("a rule for several tools, and a type of several rules, name the tool although they fix an audience", () => {
  const { audience } = refund;
  const glob = mappingOf({ tool: "payments/create_*", type: "refund.create", audience });
  const named = { tool: "payments/create_refund", ...charge };
  expect(actionOf(glob, mcp(charge)).action.params).toEqual(named);
  const twice = mappingOf(refund, { tool: "payments/refund", type: "refund.create" });
  expect(actionOf(twice, mcp(charge)).action.params).toMatchObject({ tool: "payments/create_refund" });
});

test("the place of a call is in its action, unless the rule fixes an audience", () => {
  const rule = {
    tool: "POST api.example/refunds",
    type: "refund.create",
    params: { amount: "/body/amount" },
  };
  const post = (host: string): Call => ({
    ...{ kind: "http", method: "POST", host, path: "/refunds" },
    body: { amount: 5 },
  });
  const through = (host: string, more: object = {}) =>
    actionOf(mappingOf({ ...rule, tool: `POST ${host}/refunds`, ...more }), post(host)).action;
  expect(through("api.example").params).toEqual({
    tool: "POST api.example/refunds",
    amount: 5,
    arguments: { method: "POST", path: "/refunds", body: { amount: 5 } },
  });
  expect(through("staging.example")).not.toEqual(through("api.example"));
  const fixed = { audience: "https://api.example" };
  expect(through("staging.example", fixed)).toEqual(through("api.example", fixed));
  expect(through("api.example", fixed).params).toEqual({ amount: 5 });
  expect(through("api.example", { audience: "/path" }).params).toHaveProperty("tool");
});

test("an approval of one value isn't one of another value that another mapping calls the same", () => {
  const through = (pointer: string, args: object) =>
    actionOf(mappingOf({ tool: "payments/*", type: "t", params: { amount: pointer } }), mcp(args)).action;
  expect(through("/amount", { amount: 5 })).toEqual({
    type: "t",
    params: { tool: "payments/create_refund", amount: 5 },
  });
  expect(through("/fee", { fee: 5 }).params).toHaveProperty("arguments", { fee: 5 });
});

test("an audience from the call is never the one that another mapping fixes", () => {
  const rule = { tool: "payments/*", type: "t" };
  const chosen = actionOf(mappingOf({ ...rule, audience: "/to" }), mcp({ amount: 5, to: "x" })).action;
  const params = { amount: "/fee", to: "/for" };
  const fixed = actionOf(mappingOf({ ...rule, audience: "x", params }), mcp({ fee: 5, for: "x" })).action;
  expect(fixed).toMatchObject({
    audience: "x",
    params: { tool: "payments/create_refund", amount: 5, to: "x" },
  });
  expect(chosen.params).toEqual({ tool: "payments/create_refund", arguments: { amount: 5, to: "x" } });
});

test("an argument never stands in for the name of the call or its arguments", () => {
  const args = { tool: "payments/list", amount: 5 };
  for (const given of [args, { arguments: {}, amount: 5 }, { ﬀ: 1, TOOL: "x" }]) {
    const { params } = actionOf(mappingOf({ tool: "payments/*", type: "t" }), mcp(given)).action;
    expect(params).toEqual({ tool: "payments/create_refund", arguments: given });
  }
});

test("no rule applies to a tool that is built into a client, which could have the name of an MCP server's tool", () => {
  const call: Call = { kind: "tool", client: "payments", tool: "create_refund", input: charge };
  expect(actionOf(mappingOf({ tool: "*", type: "t" }), call)).toEqual({
    action: { type: "tool.payments.create_refund", params: { input: charge } },
  });
});

test.each<[string, object, object]>([
  ["a value is missing", refund, { charge: "ch_81", amount: 5 }],
  ["the resource is missing", refund, { amount: 5, currency: "USD" }],
  ["the resource is an object", refund, { ...charge, charge: { id: 1 } }],
  ["the resource is empty", { ...refund, resource: "/charge" }, { ...charge, charge: "" }],
  ["the resource is too long", refund, { ...charge, charge: "x".repeat(500) }],
  ["the audience is a boolean", { ...refund, audience: "/live" }, { ...charge, live: true }],
  ["the value is inherited", { ...refund, params: { a: "/constructor" } }, charge],
])("when %s, the call is treated as one without a rule", (_, rule, args) => {
  const { action, failure } = actionOf(mappingOf(rule), mcp(args));
  expect(action).toEqual({ type: "mcp.payments.create_refund", params: args });
  expect(failure?.rule).toBe(0);
});

test("a call without a rule has its own type and all its arguments", () => {
  expect(actionOf(none, mcp(charge)).action).toEqual({ type: "mcp.payments.create_refund", params: charge });
  expect(actionOf(none, { kind: "mcp", server: "files", tool: "list" }).action).toEqual({
    type: "mcp.files.list",
    params: {},
  });
  const shell: Call = {
    ...{ kind: "tool", client: "claude-code", tool: "bash", directory: "/srv" },
    input: { command: "ls" },
  };
  expect(actionOf(none, shell).action).toEqual({
    type: "tool.claude-code.bash",
    params: { input: { command: "ls" }, directory: "/srv" },
  });
  const post: Call = { kind: "http", method: "POST", host: "api.example", path: "/v1/x", body: { a: 1 } };
  expect(actionOf(none, post).action).toEqual({
    type: "http.post.api.example",
    params: { method: "POST", path: "/v1/x", body: { a: 1 } },
  });
});

test("an HTTP rule reads segments of the path and parameters of the query", () => {
  const mapping = mappingOf({
    tool: "POST api.example/v1/charges/*/refunds",
    type: "refund.create",
    resource: "charge/{/path/2}",
    params: { amount: "/body/amount", mode: "/query/mode" },
  });
  const call: Call = {
    ...{ kind: "http", method: "POST", host: "api.example", path: "/v1/charges/ch_81/refunds" },
    query: "mode=full&x=%31",
    body: { amount: 1250 },
  };
  const { method, path, query, body } = call as Call & { kind: "http" };
  expect(actionOf(mapping, call).action).toEqual({
    type: "refund.create",
    resource: "charge/ch_81",
    params: {
      amount: 1250,
      mode: "full",
      tool: "POST api.example/v1/charges/ch_81/refunds",
      arguments: { method, path, query, body },
    },
  });
});

const oneMode: Call = {
  ...{ kind: "http", method: "POST", host: "api.example", path: "/refunds", query: "mode=full&x=1" },
  body: { amount: 5 },
};
const byMode = mappingOf({
  ...{ tool: "POST api.example/refunds", type: "refund.create" },
  params: { mode: "/query/mode", amount: "/body/amount" },
});

test.each([
  ...[
    "mode=full&mode=half",
    "mode=full&Mode=half",
    "mode=full&mode[]=half",
    "mode[]=full",
    "Mode=full",
    "mode[a]=1&mode=full",
  ],
  ...[
    "mode=full&mode%5B%5D=half",
    "mode=full&mode.x=half",
    "mode=full&%20mode=half",
    "mode=full&mode%20=half",
    "mode=full&+mode=half",
  ],
  ...[
    "mode=full&m%6Fde=half",
    "mode=full;mode=half",
    "x=1;mode=half&mode=full",
    "mode=full;x=1",
    "mode=full&mode",
    "mode=full&[mode]=half",
    "mode=full&mode]=half",
    "mode=full&]mode=half",
    "mode=full&%5Bmode%5D=half",
    "mode=full&x[]=1",
    "mode=full&mode:int=1",
    "mode=full&.mode=half",
    "mode=full&%01mode=half",
    "mode=full&mode%E2%80%8B=half",
    "[mode]=full",
    "mode=full&MODE%5b=1",
    "mode=full&mode+.a=1",
  ],
])("a parameter of the query %j is unreadable for a rule, because servers read different ones", (query) => {
  expect(actionOf(byMode, oneMode)).toMatchObject({
    rule: 0,
    action: { params: { mode: "full", amount: 5 } },
  });
  expect(actionOf(byMode, { ...oneMode, query } as Call).failure?.reason).toContain("params/mode");
});

test("a parameter with a dot or a bracket is unreadable next to what PHP reads as the same", () => {
  const rule = { tool: "GET api.example/", type: "list.read", params: { id: "/query/charge_id" } };
  const call: Call = { kind: "http", method: "GET", host: "api.example", path: "/" };
  expect(actionOf(mappingOf(rule), { ...call, query: "charge_id=1&charge=2" }).failure).toBeUndefined();
  for (const other of ["charge.id", "charge%20id", "charge[id", "Charge_ID"])
    expect(actionOf(mappingOf(rule), { ...call, query: `charge_id=1&${other}=2` }).failure).toBeDefined();
});

test("a value that is in the query and in the body is unreadable for a rule, because frameworks merge the two", () => {
  const twins = ["[amount]", "amount]", "]amount", "%5Bamount%5D", "Amount[]", "amount.x", "x[]"];
  for (const query of [
    ...["mode=full&amount=9000", "x=1;amount=9000&mode=full"],
    ...twins.map((name) => `${name}=9000&mode=full`),
  ])
    expect(actionOf(byMode, { ...oneMode, query } as Call).failure).toBeDefined();
  const byAmount = mappingOf({ tool: "POST *", type: "refund.create", params: { amount: "/body/amount" } });
  const amounts = (query: string) => actionOf(byAmount, { ...oneMode, query } as Call).failure;
  expect(amounts("mode=full&mode.x=1")).toBeUndefined();
  for (const name of twins) expect(amounts(`${name}=9000`), name).toBeDefined();
  for (const name of ["mode", "Mode", "mode[a]", "[mode]", "mode]"])
    expect(
      actionOf(byMode, { ...oneMode, body: { amount: 5, [name]: "half" } } as Call).failure,
    ).toBeDefined();
});

test("a rule that keeps a tool's own type applies to that tool only, and may add a resource", () => {
  const rule = { tool: "payments/create_refund", type: "mcp.payments.create_refund" };
  const added = mappingOf({ ...rule, resource: "/charge" });
  expect(actionOf(added, mcp(charge))).toMatchObject({ rule: 0, action: { resource: "ch_81" } });
  const other: Call = { kind: "mcp", server: "payments", tool: "create-refund", arguments: charge };
  expect(actionOf(mappingOf({ ...rule, tool: "payments/create-refund" }), other)).toEqual({
    action: { type: "mcp.payments.create-refund", params: charge },
  });
});

test.each([
  "/x/%2e%2E/y",
  "/x/..",
  "/./x",
  "/x/..%2fy",
  "/x%5c..",
  "/x?y",
  "/x#y",
  "/x\\y",
  "//x",
  "/x//y",
  "/x/%2fy",
  "/%61dmin",
  "/%zz",
  "/%",
  "/\u{1f}",
  "x",
  "",
])("a call with the path %j is refused, because servers read it in different ways", (path) => {
  const call: Call = { kind: "http", method: "GET", host: "a.example", path };
  expect(() => actionOf(none, call)).toThrow(CallError);
  expect(actionOf(none, { ...call, path: "/x/y..z/%20b/a%3Ab/" }).action.type).toBe("http.get.a.example");
});

test.each<[string, Call]>([
  ["a name of a server with a slash", { kind: "mcp", server: "a/b", tool: "c" }],
  ["a tool without a name", { kind: "mcp", server: "a", tool: "" }],
  ["arguments that are an array", { kind: "mcp", server: "a", tool: "b", arguments: [] as never }],
  ["a method with a space", { kind: "http", method: "GET a", host: "a.example", path: "/" }],
  ["a host with a path", { kind: "http", method: "GET", host: "a.example/x", path: "/" }],
  ["no input", { kind: "other" } as never],
])("a call with %s is refused", (_, call) => {
  expect(() => actionOf(none, call)).toThrow(CallError);
});

test("a call of a tool that isn't accepted has one type, and shows the tool's hashes and arguments", () => {
  const hashes = { description: "d", schema: "s" };
  const call = { kind: "mcp", server: "payments", tool: "create_refund", arguments: charge } as const;
  expect(unreviewedAction(call, hashes)).toEqual({
    type: "tool.unreviewed",
    params: { server: "payments", tool: "create_refund", ...hashes, arguments: charge },
  });
});
