import { expect, test } from "vitest";
import { MappingError } from "./mapping-error.ts";
import { readMapping } from "./read-mapping.ts";

const hash = "A".repeat(43);
const rule = { tool: "payments/refund", type: "refund.create" };
const ruled = (change: object) => ({ version: 1, rules: [rule, { ...rule, ...change }] });

test("a mapping without rules holds changed tools only if it lists tools", () => {
  const { rules, heldTools, tools } = readMapping({ version: 1 });
  expect([rules, heldTools, tools]).toEqual([[], "block", undefined]);
});

test("a mapping keeps the accepted tools, whatever their names are", () => {
  const tools = { constructor: { description: hash, schema: hash, risk: "write" } };
  const mapping = readMapping({ version: 1, held_tools: "step_up", tools });
  expect(mapping.heldTools).toBe("step_up");
  expect(mapping.tools?.get("constructor")).toEqual(tools.constructor);
  expect(mapping.tools?.get("toString")).toBeUndefined();
});

test.each<[string, unknown]>([
  ["", null],
  ["", []],
  ["/version", {}],
  ["/version", { version: 2 }],
  ["/rule", { version: 1, rule: [] }],
  ["/rules", { version: 1, rules: {} }],
  ["/rules/1/resorce", ruled({ resorce: "/a" })],
  ["/rules/1/tool", ruled({ tool: "" })],
  ["/rules/1/tool", ruled({ tool: "x".repeat(1001) })],
  ["/rules/1/type", ruled({ type: "Refund" })],
  ["/rules/1/type", ruled({ type: "x".repeat(101) })],
  ["/rules/1/type", ruled({ type: "mcp.payments.refund", tool: "payments/*" })],
  ["/rules/1/type", ruled({ type: "mcp.payments.refund", params: { a: "/b" } })],
  ["/rules/1/resource", ruled({ resource: "/~2" })],
  ["/rules/1/resource", ruled({ resource: "charge/{/~}" })],
  ["/rules/1/resource", ruled({ resource: 5 })],
  ["/rules/1/resource", ruled({ resource: "a\0" })],
  ["/rules/1/audience", ruled({ audience: "" })],
  ["/rules/1/params/a~1b", ruled({ params: { "a/b": "/~" } })],
  ["/rules/1/params/Tool", ruled({ params: { Tool: "/a" } })],
  ["/rules/1/params/arguments", ruled({ params: { arguments: "/a" } })],
  ["/rules/1/params", ruled({ params: { a: "/a", A: "/b" } })],
  ["/rules/1/params/a", ruled({ params: { a: 1e20 } })],
  ["/rules/1/params/__proto__", ruled({ params: JSON.parse('{"__proto__": "/a"}') })],
  ["/held_tools", { version: 1, held_tools: "allow" }],
  ["/tools/a/schema", { version: 1, tools: { a: { description: hash, schema: "short" } } }],
  ["/tools/a/risk", { version: 1, tools: { a: { description: hash, schema: hash, risk: "low" } } }],
])("a mapping with an error at %s is refused", (path, value) => {
  let thrown: unknown;
  try {
    readMapping(value);
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toBeInstanceOf(MappingError);
  expect((thrown as MappingError).path).toBe(path);
});

test("no rule may use the types of held tools", () => {
  expect(() => readMapping(ruled({ type: "tool.unreviewed", tool: "*" }))).toThrow(MappingError);
});
