import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Json } from "#lib/json/canonical";
import { ask } from "#lib/policy/testing/arbitrary-asks";
import { inferSchema } from "./infer-schema.ts";
import { compileParamsSchema, paramsSchemaFaults } from "./params-schema.ts";

const anyParams = fc
  .dictionary(
    fc.oneof(fc.string(), fc.constantFrom("amount", "toString", "__proto__", "$ref", "properties")),
    fc.jsonValue({ maxDepth: 7 }),
  )
  .map((params) => JSON.parse(JSON.stringify(params)) as Record<string, Json>);
const params = fc.oneof(
  anyParams,
  ask.map(({ action }) => action.params),
);

describe("the schema inferred from real params", () => {
  test("is satisfied by every sample, and accepted by the catalog", () => {
    fc.assert(
      fc.property(fc.array(params, { minLength: 1, maxLength: 8 }), (samples) => {
        const { schema } = inferSchema(samples);
        expect(paramsSchemaFaults(schema)).toEqual([]);
        const validate = compileParamsSchema(schema);
        for (const sample of samples) expect(validate(sample), JSON.stringify(validate.errors)).toBe(true);
      }),
      // A fault in the inference shows within ten samples; each run compiles a large schema.
      // A failure isn't reduced: with these schemas, that takes many minutes.
      { numRuns: 30, endOnFailure: true },
    );
  });

  test("contains types, members present in all samples, and list elements", () => {
    const samples: Record<string, Json>[] = [
      { amount: 5, currency: "USD", lines: [{ sku: "a", count: 1 }], note: null },
      { amount: 5.5, currency: "EUR", lines: [{ sku: "b" }, { sku: "c", count: 2 }], note: "x" },
      { amount: 7, currency: "USD", lines: [] },
    ];
    expect(inferSchema(samples)).toEqual({
      schema: {
        type: "object",
        properties: {
          amount: { type: "number" },
          currency: { type: "string" },
          lines: {
            type: "array",
            items: {
              type: "object",
              properties: { count: { type: "integer" }, sku: { type: "string" } },
              required: ["sku"],
              additionalProperties: false,
            },
          },
          note: { type: ["null", "string"] },
        },
        required: ["amount", "currency", "lines"],
        additionalProperties: false,
      },
      amountParam: "amount",
      currencyParam: "currency",
    });
  });

  test("chooses only a parameter that is always a number as the amount, and no currency without an amount", () => {
    expect(inferSchema([{ amount: "5", total: 5, unit: "kg" }])).toMatchObject({
      amountParam: "total",
      currencyParam: "unit",
    });
    expect(inferSchema([{ value: 5 }, { value: null, currency: "USD" }])).toMatchObject({
      amountParam: null,
      currencyParam: null,
    });
  });

  test("refuses a parameter missing in every sample, at each level", () => {
    const { schema } = inferSchema([{ amount: 1, to: { name: "a" } }, { amount: 2 }]);
    const validate = compileParamsSchema(schema);
    expect(validate({ amount: 3, to: { name: "b" } })).toBe(true);
    expect(validate({ amount: 3, Amount: 4 })).toBe(false);
    expect(validate({ amount: 3, to: { name: "b", account: "x" } })).toBe(false);
  });

  test("goes four levels deep, and lists no names of objects with very many names", () => {
    const deep = inferSchema([{ a: { b: { c: { d: { e: 1 } } } } }]).schema;
    const object = (properties: Record<string, unknown>) => ({
      ...{ type: "object", properties, required: Object.keys(properties), additionalProperties: false },
    });
    expect(deep).toEqual(object({ a: object({ b: object({ c: object({ d: { type: "object" } }) }) }) }));
    const many = Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`k${index}`, index]));
    expect(inferSchema([{ many }]).schema).toEqual(object({ many: { type: "object" } }));
  });

  test("leaves out names that the catalog cannot store", () => {
    const { schema } = inferSchema([{ "a\u0000": 1, b: 2 }]);
    expect(schema).toEqual({ type: "object", properties: { b: { type: "integer" } }, required: ["b"] });
    expect(inferSchema([{ "\u0000": 1 }]).schema).toEqual({ type: "object" });
  });

  test("stays small enough for the catalog, for any number of agents' names", () => {
    const short = (levels: number): Json =>
      levels === 0 ? 1 : Object.fromEntries([..."abcdefgh"].map((name) => [name, short(levels - 1)]));
    const { schema } = inferSchema([{ params: short(3) }]);
    expect(paramsSchemaFaults(schema)).toEqual([]);
    expect(schema).toMatchObject({ properties: { params: { properties: { a: { type: "object" } } } } });
  });

  test("stays small enough for the catalog, for any length of agents' names", () => {
    const wide = (prefix: string, value: Json): Json =>
      Object.fromEntries(
        Array.from({ length: 40 }, (_, index) => [`${prefix}${index}`.padEnd(60, "x"), value]),
      );
    const { schema } = inferSchema([{ a: wide("a", wide("b", 1)) }]);
    expect(JSON.stringify(schema).length).toBeLessThan(32 * 1024);
    expect(schema).toMatchObject({ properties: { a: { type: "object" } } });
  });
});
