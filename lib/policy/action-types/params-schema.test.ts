import { describe, expect, test } from "vitest";
import { namedParamFault } from "./example-params.ts";
import { compileParamsSchema, paramsSchemaFaults } from "./params-schema.ts";

const faults = (schema: unknown) => paramsSchemaFaults(schema).map(({ path }) => path);

describe("a schema of parameters", () => {
  test.each<[string, unknown]>([
    ["that says nothing", {}],
    ["of nested objects and lists", { properties: { a: { items: { type: "object", required: ["b"] } } } }],
    [
      "with references within itself",
      { $defs: { x: { type: "object" } }, properties: { a: { $ref: "#/$defs/x" } } },
    ],
    ["that refers to itself without end", { properties: { next: { $ref: "#" } } }],
    [
      "with parameters named like keywords",
      { properties: { $id: {}, $async: {}, $ref: { type: "string" } } },
    ],
    ["with a format, which describes and checks nothing", { properties: { a: { format: "email" } } }],
  ])("%s is accepted", (_, schema) => {
    expect(paramsSchemaFaults(schema)).toEqual([]);
  });

  test.each<[string, unknown, string]>([
    ["is not an object", [], ""],
    ["is not about an object", { type: "array" }, "/type"],
    ["has a keyword with a typing error", { properties: { a: { requierd: [] } } }, "/properties/a/requierd"],
    [
      "gives a keyword the wrong kind of value",
      { properties: { a: { minimum: "1" } } },
      "/properties/a/minimum",
    ],
    ["has a pattern that is none", { properties: { a: { pattern: "(" } } }, "/properties/a/pattern"],
    ["has a very long pattern", { properties: { a: { pattern: "a".repeat(501) } } }, "/properties/a/pattern"],
    ["has a name pattern that is none", { patternProperties: { "(": {} } }, "/patternProperties/("],
    [
      "refers to another host",
      { properties: { a: { $ref: "https://evil.example/x" } } },
      "/properties/a/$ref",
    ],
    ["refers to nothing", { $ref: "#/$defs/none" }, "/$ref"],
    ["refers to what is no schema", { default: { $async: true }, not: { $ref: "#/default" } }, "/not/$ref"],
    ["refers to what every object inherits", { not: { $ref: "#/constructor" } }, "/not/$ref"],
    ["refers back to itself", { $ref: "#" }, ""],
    ["goes round in a circle", { $defs: { x: { anyOf: [{ $ref: "#/$defs/x" }] } } }, "/$defs/x"],
    ["is of another dialect", { $schema: "http://json-schema.org/draft-07/schema#" }, "/$schema"],
    ["gives itself a name", { $id: "https://example.test/x" }, "/$id"],
    ["would be checked asynchronously", { $async: true }, "/$async"],
    ["is over 32 KiB", { description: "x".repeat(33_000) }, ""],
    ["has a name that cannot be stored", { properties: { "a\u0000": {} } }, ""],
    ["has a text that cannot be stored", { properties: { a: { const: "\u0000" } } }, ""],
    ["is nested too deep", JSON.parse(`${'{"not":'.repeat(13)}{}${"}".repeat(13)}`), ""],
  ])("that %s is refused with the place of the error", (_, schema, path) => {
    expect(faults(schema)).toContain(path);
  });

  test("is met by own members only, never by inherited ones", () => {
    const validate = compileParamsSchema({
      required: ["toString"],
      properties: { valueOf: { type: "number" } },
    });
    expect(validate({})).toBe(false);
    expect(validate({ toString: "x" })).toBe(true);
    expect(validate({ toString: "x", valueOf: "x" })).toBe(false);
  });
});

describe("the parameter named as the amount or the currency", () => {
  const money = { properties: { total: { type: "number" }, unit: { enum: ["USD", "EUR"] } } };
  const schema = {
    $defs: { money },
    properties: { cost: { $ref: "#/$defs/money" }, free: {}, note: { type: "string" } },
  };

  test.each([
    ["cost.total", "number"],
    ["cost.unit", "string"],
    ["note", "string"],
    ["free.anything", "number"],
  ] as const)("%s can be a %s", (param, kind) => {
    expect(namedParamFault(schema, param, kind)).toBeUndefined();
  });

  test.each([
    ["note", "number"],
    ["cost", "number"],
    ["cost.total", "string"],
    ["cost.sum", "number"],
    ["toString", "string"],
  ] as const)("%s cannot be a %s", (param, kind) => {
    expect(namedParamFault(schema, param, kind)).toMatch(/schema/);
  });

  test("can be any name if the schema lists no parameters", () => {
    expect(namedParamFault({ type: "object" }, "amount", "number")).toBeUndefined();
  });
});
