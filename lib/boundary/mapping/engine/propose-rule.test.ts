import fc from "fast-check";
import { expect, test } from "vitest";
import { readExpression } from "./expression.ts";
import { proposeRule } from "./propose-rule.ts";
import { readMapping } from "./read-mapping.ts";

const properties = { charge: { type: "string" }, amount: { type: "number" } };
const proposed = (mapping: unknown, name = "create_refund") =>
  proposeRule({ name, inputSchema: { properties, "x-authzen-mapping": mapping } }, "payments");
const evaluation = {
  subject: { type: "identity", id: "$token.sub" },
  action: { name: "refund.create" },
  resource: { type: "charge", id: "$params.arguments.charge" },
  context: { amount: "$params.arguments.amount", channel: "$params.arguments.channel" },
};

test("a proposal becomes a rule: the type, the resource and the params", () => {
  expect(proposed({ evaluation })).toEqual({
    rule: {
      tool: "payments/create_refund",
      type: "refund.create",
      resource: "charge/{/charge}",
      params: { amount: "/amount", channel: "/channel" },
    },
    untranslated: [],
  });
  expect(proposeRule({ name: "note", inputSchema: { type: "object" } }, "payments")).toBeUndefined();
});

test.each([
  ["$params.arguments.charge", "charge/{/charge}"],
  ["$params.charge", "charge/{/charge}"],
  ['$params.arguments["a/b~c"].id', "charge/{/a~1b~0c/id}"],
  ["$params.arguments['list'][0]", "charge/{/list/0}"],
  ["$'eu-' + params.arguments.charge", "charge/eu-{/charge}"],
  ['$params.arguments.charge + "-" + params.arguments.line', "charge/{/charge}-{/line}"],
  ["$params.name", "charge/create_refund"],
  ["ch_81", "charge/ch_81"],
  ["$$81", "charge/$81"],
])("the expression %s is translated", (id, resource) => {
  const { rule, untranslated } =
    proposed({ evaluation: { ...evaluation, resource: { type: "charge", id } } }) ?? {};
  expect([rule?.resource, untranslated]).toEqual([resource, []]);
});

test.each([
  "$token.sub",
  "$params.arguments.?charge",
  "$params.arguments",
  "$params.unknown",
  "$params.constructor",
  "$params.arguments.a + params.arguments.b",
  "$params.arguments.amount > 10000 ? 'high' : 'low'",
  "$params.arguments.charge.startsWith('ch')",
  "$string(params.arguments.charge)",
  "$paramsarguments.charge",
  "$params.arguments.charge params.name",
  "$'a\\u0041'",
  "$params.arguments['a}{b']",
  "{/charge}",
  `$params.arguments${".a".repeat(600)}`,
])("the expression %s is reported, and never evaluated", (id) => {
  const resource = { type: "charge", id };
  const { rule, untranslated = [] } = proposed({ evaluation: { ...evaluation, resource } }) ?? {};
  expect(rule).toEqual({
    ...{ tool: "payments/create_refund", type: "refund.create" },
    params: { amount: "/amount", channel: "/channel" },
  });
  expect(untranslated).toEqual([expect.objectContaining({ path: expect.stringMatching(/^\/evaluation/) })]);
});

test.each([
  ["tools/call", "/evaluation/action/name"],
  ["mcp.files.read", "/evaluation/action/name"],
  ["authzen.doc.read", "/evaluation/action/name"],
  ["shell.run", "/evaluation/action/name"],
  ["$params.arguments.kind", "/evaluation/action/name"],
])("the action %s is no type: the tool keeps its own, without params", (name, path) => {
  const { rule, untranslated = [] } = proposed({ evaluation: { ...evaluation, action: { name } } }) ?? {};
  expect(rule).toEqual({
    ...{ tool: "payments/create_refund", type: "mcp.payments.create_refund", resource: "charge/{/charge}" },
  });
  expect(untranslated.map((one) => one.path)).toEqual([
    path,
    "/evaluation/context/amount",
    "/evaluation/context/channel",
  ]);
});

test("a fixed value becomes no param: policy would read it whatever the call says", () => {
  const context = {
    amount: 1,
    currency: "USD",
    urgent: true,
    note: "$'a'",
    charge: "$params.arguments.charge",
  };
  const { rule, untranslated = [] } = proposed({ evaluation: { ...evaluation, context } }) ?? {};
  expect(rule?.params).toEqual({ charge: "/charge" });
  expect(untranslated.map(({ path }) => path.split("/").at(-1))).toEqual([
    "amount",
    "currency",
    "urgent",
    "note",
  ]);
});

test("a mapping of another form, several decisions, and a name with an asterisk make no rule", () => {
  const several = { evaluations: { evaluations: [evaluation, evaluation] } };
  for (const mapping of [several, { ...several, evaluation }, evaluation, [], "x", null, 7, {}])
    expect(proposed(mapping)).toEqual({ untranslated: [expect.objectContaining({ path: "" })] });
  expect(proposed({ evaluation }, "delete_*")?.rule).toBeUndefined();
});

test("names of prototypes, reserved names and names that differ in case become no params", () => {
  const context = JSON.parse(
    ["__proto__", "tool", "Arguments", "constructor", "Amount", "amount"]
      .map((name) => `${JSON.stringify(name)}: "$params.arguments.charge"`)
      .join()
      .replace(/.*/, "{$&}"),
  );
  const { rule, untranslated = [] } = proposed({ evaluation: { ...evaluation, context } }) ?? {};
  expect(Object.entries(rule?.params ?? {})).toEqual([
    ["constructor", "/charge"],
    ["Amount", "/charge"],
  ]);
  expect(untranslated.map(({ path }) => path.split("/").at(-1))).toEqual([
    ...["__proto__", "tool", "Arguments", "amount"],
  ]);
});

test("a huge or deep mapping is read in bounded time, and what is reported is short", () => {
  const deep = JSON.parse(`${'{"a":'.repeat(50_000)}1${"}".repeat(50_000)}`);
  const wide = Object.fromEntries(Array.from({ length: 5000 }, (_, at) => [`p${at}`, "$".repeat(5000)]));
  for (const context of [{ deep }, wide, deep, [deep]]) {
    const { untranslated = [] } = proposed({ evaluation: { ...evaluation, context } }) ?? {};
    expect(untranslated.length).toBeLessThanOrEqual(100);
    expect(Math.max(0, ...untranslated.map(({ expression }) => expression.length))).toBeLessThan(1100);
  }
  expect(proposed(deep)?.rule).toBeUndefined();
});

test("whatever a server writes, the rule is one that a mapping accepts", () => {
  const text = fc.oneof(fc.string(), fc.constantFrom("$params.arguments.a", "/a", "{/a}"));
  const part = fc.dictionary(fc.constantFrom("name", "type", "id", "properties", "x"), text);
  const mapping = fc.record({
    evaluation: fc.record({ action: part, resource: part, context: fc.dictionary(text, text) }),
  });
  fc.assert(
    fc.property(fc.oneof(mapping, fc.jsonValue()), fc.string(), (given, name) => {
      const { rule } = proposed(given, name) ?? {};
      if (rule) readMapping({ version: 1, rules: [rule] });
    }),
    { numRuns: 40 },
  );
});

test("an expression is paths and text, or nothing", () => {
  expect(readExpression("params.a['b']['']")).toEqual([["a", "b", ""]]);
  for (const other of ["", "+", "'a' +", "params.", "params[", "params['a", "params[01]", "'a''b'"])
    expect(readExpression(other)).toBeUndefined();
});
