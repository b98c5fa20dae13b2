import { expect, test } from "vitest";
import { defaultCatalog } from "#lib/policy/versions/defaults";
import type { ActionType } from "./action-type.ts";
import { exampleParams } from "./example-params.ts";
import { compileParamsSchema } from "./params-schema.ts";

test("every type of the default catalog has an example that its schema accepts", () => {
  for (const entry of defaultCatalog)
    expect(compileParamsSchema(entry.schema)(exampleParams(entry)), entry.type).toBe(true);
});

test.each<[ActionType["schema"], unknown]>([
  [{}, {}],
  [{ type: "string" }, {}],
  [
    { properties: { a: { const: 3 }, b: { enum: ["x", "y"] }, c: { default: false } } },
    { a: 3, b: "x", c: false },
  ],
  [
    { properties: { a: { type: "integer", minimum: 7 }, b: { type: ["string", "null"] } } },
    { a: 7, b: "text" },
  ],
  [
    {
      properties: {
        money: { type: "object", properties: { unit: { type: "string" } } },
        list: { type: "array" },
      },
    },
    { money: { unit: "USD" }, list: [] },
  ],
  [{ properties: { __proto__: 1, odd: true } }, { odd: {} }],
])("%j has the example %j", (schema, example) => {
  expect(exampleParams({ schema, currencyParam: "money.unit" })).toEqual(example);
});
