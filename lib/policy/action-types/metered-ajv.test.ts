import { describe, expect, test } from "vitest";
import type { Json } from "#lib/json/canonical";
import { preparePolicy } from "#lib/policy/engine/load";
import { checkParams, uncheckableTypes } from "./check-params.ts";
import { TooMuchWork } from "./metered-ajv.ts";
import { compileParamsSchema, paramsSchemaFaults } from "./params-schema.ts";

// Definitions d0 to dN, each trying the next twice: 2 to the power of N comparisons.
function doubling(levels: number) {
  const definitions = Array.from({ length: levels }, (_, index) => [
    `d${index}`,
    { anyOf: [{ $ref: `#/$defs/d${index + 1}` }, { $ref: `#/$defs/d${index + 1}` }] },
  ]);
  return { $defs: { ...Object.fromEntries(definitions), [`d${levels}`]: { type: "null" } } };
}

const list = (count: number, item: (index: number) => Json) =>
  Array.from({ length: count }, (_, i) => item(i));

describe("Invariant 23: checking params is bounded in work, for any schema", () => {
  test.each<[string, Record<string, unknown>, Json]>([
    [
      "alternatives that double 40 times",
      { ...doubling(40), properties: { a: { $ref: "#/$defs/d0" } } },
      { a: 1 },
    ],
    [
      "alternatives that double 15 times, and end in as many errors",
      { ...doubling(15), properties: { a: { $ref: "#/$defs/d0" } } },
      { a: 1 },
    ],
    [
      "alternatives that double with every level of the value",
      { additionalProperties: { anyOf: [{ $ref: "#" }, { $ref: "#" }, { $ref: "#" }, { type: "null" }] } },
      JSON.parse(`${'{"a":'.repeat(15)}"x"${"}".repeat(15)}`),
    ],
    [
      "a long list of choices for each of many items",
      { properties: { a: { items: { enum: list(2000, (i) => `c${i}`) } } } },
      { a: list(6000, () => "c1999") },
    ],
    [
      "a large pattern for a long text",
      { properties: { a: { pattern: "^(?:[a-z]{1,100}[0-9]){3}$" } } },
      { a: "a".repeat(60_000) },
    ],
  ])("%s is stopped", (_, schema, params) => {
    expect(paramsSchemaFaults(schema)).toEqual([]);
    expect(() => compileParamsSchema(schema)(params)).toThrow(TooMuchWork);
  });

  test.each<[string, Record<string, unknown>, Json]>([
    [
      "a long list of faulty items",
      { properties: { a: { items: { type: "string" } } } },
      { a: list(20_000, (i) => i) },
    ],
    [
      "faulty items in a definition that is applied ten times",
      {
        $defs: { texts: { items: { type: "string" } } },
        properties: { a: { allOf: list(10, () => ({ $ref: "#/$defs/texts" })) } },
      },
      { a: list(20_000, (i) => i) },
    ],
    [
      "objects of members that are not allowed",
      { properties: { a: { items: { additionalProperties: false } } } },
      { a: list(3000, () => ({ b: 1, c: 2 })) },
    ],
  ])("%s lists only the first error, not thousands", (_, schema, params) => {
    const validate = compileParamsSchema(schema);
    expect(validate(params)).toBe(false);
    expect(validate.errors).toHaveLength(1);
    expect(validate.errors).toMatchObject([{ instancePath: "/a/0" }]);
  });

  test("up to a thousand errors are all listed", () => {
    const validate = compileParamsSchema({ properties: { a: { items: { type: "string" } } } });
    expect(validate({ a: list(1000, (i) => i) })).toBe(false);
    expect(validate.errors).toHaveLength(1000);
  });

  test("a long list that matches the second alternative is accepted, and no error of the first is listed", () => {
    const lists = { anyOf: [{ items: { type: "string" } }, { items: { type: "number" } }] };
    const validate = compileParamsSchema({ properties: { a: lists }, required: ["b"] });
    expect(validate({ a: list(5000, (i) => i), b: 1 })).toBe(true);
    expect(validate.errors).toBeNull();
    expect(validate({ a: list(5000, (i) => i) })).toBe(false);
    expect(validate.errors).toMatchObject([{ keyword: "required", params: { missingProperty: "b" } }]);
  });

  test("a value that matches the last of a thousand alternatives is accepted", () => {
    const choices = list(1000, (i) => ({ const: i }));
    const validate = compileParamsSchema({ properties: { a: { items: { anyOf: choices } } } });
    expect(validate({ a: [999, 0, 999] })).toBe(true);
    expect(validate({ a: [999, 1000] })).toBe(false);
    expect(validate.errors?.[0]).toMatchObject({ instancePath: "/a/1" });
  });

  test("unique items are compared in one pass, also nested items", () => {
    const validate = compileParamsSchema({ properties: { a: { uniqueItems: true } } });
    expect(validate({ a: list(10_000, (i) => ({ id: [i, "x"] })) })).toBe(true);
    expect(validate({ a: [...list(10_000, (i) => ({ id: i, x: 1 })), { x: 1, id: 7 }] })).toBe(false);
    expect(validate.errors).toMatchObject([{ keyword: "uniqueItems", instancePath: "/a" }]);
    expect(validate({ a: [1, "1", true, null, [1], { a: 1 }, { a: "1" }] })).toBe(true);
    expect(validate({ a: [1, 1.0] })).toBe(false);
  });

  test.each([100, 300, 700])("a chain of %i references never overflows the stack", (length) => {
    const next = (index: number) => ({ $ref: `#/$defs/d${index}` });
    const chain = Object.fromEntries(list(length, (i) => i).map((_, i) => [`d${i}`, next(i + 1)]));
    const end = { [`d${length}`]: { additionalProperties: next(0) } };
    const schema = { $defs: { ...chain, ...end }, ...next(0) };
    const deep = JSON.parse(`${'{"a":'.repeat(15)}1${"}".repeat(15)}`);
    if (paramsSchemaFaults(schema).length > 0) return;
    const validate = compileParamsSchema(schema);
    try {
      expect(validate(deep)).toBe(true);
    } catch (thrown) {
      expect(thrown).toBeInstanceOf(TooMuchWork);
    }
  });

  test("the largest params of an ordinary schema can be checked", () => {
    const row = {
      type: "object",
      properties: { id: { type: "string", pattern: "^[a-z0-9-]{1,36}$" } },
      required: ["id"],
    };
    const validate = compileParamsSchema({ properties: { rows: { type: "array", items: row } } });
    expect(validate({ rows: list(1500, (i) => ({ id: `row-${i}`, amount: i, note: "x" })) })).toBe(true);
    const text = {
      properties: { body: { type: "string", pattern: "^[A-Za-z0-9+/=]*$", maxLength: 65_536 } },
    };
    expect(compileParamsSchema(text)({ body: "A".repeat(64_000) })).toBe(true);
  });
});

describe("a stored schema with a pattern that is not supported", () => {
  const entry = (type: string, pattern: string) => ({
    ...{ type, title: type, risk: "write" as const, amountParam: null, currencyParam: null },
    schema: { type: "object", properties: { a: { type: "string", pattern } } },
  });
  const catalog = [entry("good.type", "^a+$"), entry("bad.type", "^(?=a)a+$")];
  const parts = {
    ...{ version: 1, digest: "test" },
    ...({ defaultOutcome: "step_up", unclassified: "default_outcome" } as const),
  };

  test("does not stop the version from loading, and requests of that type are refused", async () => {
    const policy = await preparePolicy({ ...parts, rules: [], catalog });
    expect(() => checkParams(policy, { type: "good.type", params: { a: "aa" } })).not.toThrow();
    expect(() => checkParams(policy, { type: "bad.type", params: { a: "aa" } })).toThrow(
      expect.objectContaining({
        code: "invalid_action",
        userMessage: expect.stringContaining("An admin must correct the action type"),
      }),
    );
    expect(uncheckableTypes(policy)).toEqual(["bad.type"]);
  });

  test("cannot be saved, and the message gives the reason", () => {
    expect(paramsSchemaFaults(entry("bad.type", "^(?=a)a+$").schema)).toEqual([
      { path: "/properties/a/pattern", message: expect.stringContaining("lookahead") },
    ]);
  });
});
