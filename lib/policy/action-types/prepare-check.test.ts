import { Ajv2020 } from "ajv/dist/2020.js";
import { afterEach, expect, test, vi } from "vitest";
import { preparePolicy } from "#lib/policy/engine/load";
import { checkCatalog } from "./check-action-types.ts";
import { checkParams } from "./check-params.ts";
import { prepareCheck, type SchemaTrial, setSchemaTrial } from "./prepare-check.ts";
import { mostOfPolicy, mostOfSchema, schemaSize } from "./schema/schema-size.ts";
import { abusiveShapes, largest } from "./testing/abusive-schemas.ts";

afterEach(() => {
  Reflect.deleteProperty(globalThis, Symbol.for("countersign.schema-trial"));
});

const entry = (type: string, schema: Record<string, unknown>) => ({
  ...{ type, title: type, risk: "write" as const, amountParam: null, currencyParam: null },
  schema,
});
const names = abusiveShapes["typed properties"] ?? (() => ({}));
const large = largest(names, (schema) => schemaSize(schema) <= mostOfSchema);

test("only well-formed schemas are tried, and a schema that doesn't compile is refused", async () => {
  const tried: unknown[] = [];
  const trial: SchemaTrial = async (schemas) => {
    tried.push(...schemas);
    return schemas.map((_, index) => (index === 1 ? "compiling this schema takes too long" : undefined));
  };
  setSchemaTrial(trial);
  const [fine, slow, wrong] = [{ title: "fine" }, { title: "slow" }, { requierd: [] }];
  const prepared = await prepareCheck([fine, slow, wrong].map((schema) => ({ schema })));
  expect(tried).toEqual([fine, slow]);
  expect(prepared.schemaFaults(fine)).toEqual([]);
  expect(prepared.schemaFaults(slow)).toEqual([
    { path: "", message: "compiling this schema takes too long" },
  ]);
  expect(prepared.schemaFaults(wrong)).toMatchObject([{ path: "/requierd" }]);
});

test("a schema that wasn't prepared is refused, and never published unchecked", async () => {
  const prepared = await prepareCheck([{ schema: {} }]);
  expect(prepared.schemaFaults({ title: "another" })).toMatchObject([{ path: "" }]);
});

test("schemas that are too large together are refused, and none of them is tried", async () => {
  const trial = vi.fn<SchemaTrial>(async () => []);
  setSchemaTrial(trial);
  const count = mostOfPolicy / mostOfSchema + 1;
  const catalog = Array.from({ length: count }, (_, i) => entry(`type.t${i}`, { ...large, title: `${i}` }));
  const prepared = await prepareCheck(catalog);
  expect(trial).not.toHaveBeenCalled();
  expect(() => checkCatalog(catalog, prepared)).toThrow(
    expect.objectContaining({
      code: "invalid_input",
      userMessage: expect.stringContaining("the schemas of this policy have more than"),
    }),
  );
});

test("no request compiles a schema: a version is loaded with both validators of each type", async () => {
  const compile = vi.spyOn(Ajv2020.prototype, "compile");
  const schema = { properties: { a: { type: "string", pattern: "^b+$" } }, required: ["a"] };
  const policy = await preparePolicy({
    ...{ version: 1, digest: "test", defaultOutcome: "step_up", unclassified: "default_outcome" },
    ...{ rules: [], catalog: [entry("file.read", schema)] },
  });
  expect(compile).toHaveBeenCalledTimes(2);
  const ask = (a: string) => () => checkParams(policy, { type: "file.read", params: { a } });
  expect(ask("b")).not.toThrow();
  expect(ask("c")).toThrow(expect.objectContaining({ code: "invalid_action" }));
  expect(compile).toHaveBeenCalledTimes(2);
});

test("twenty concurrent loads of a version compile each schema once", async () => {
  const compile = vi.spyOn(Ajv2020.prototype, "compile");
  compile.mockClear();
  const catalog = ["one", "two", "three"].map((title) => entry(`type.${title}`, { title }));
  const load = () =>
    preparePolicy({
      ...{ version: 1, digest: "test", defaultOutcome: "step_up", unclassified: "default_outcome" },
      ...{ rules: [], catalog },
    });
  await Promise.all(Array.from({ length: 20 }, load));
  expect(compile).toHaveBeenCalledTimes(2 * catalog.length);
});

test("an ordinary schema with two lists of countries is small enough", async () => {
  const letters = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];
  const countries = letters.flatMap((a) => letters.map((b) => a + b)).slice(0, 249);
  const text = (name: string) =>
    [name, { type: "string", maxLength: 100, description: `The ${name}` }] as const;
  const names = Array.from({ length: 40 }, (_, index) => text(`part_${index}`));
  const properties = Object.fromEntries<unknown>([
    ...names,
    ["from_country", { type: "string", enum: countries }],
    ["to_country", { type: "string", enum: countries }],
    ["currency", { type: "string", enum: countries.slice(0, 170).map((code) => `${code}X`) }],
  ]);
  const payment = { type: "object", properties, required: names.map(([name]) => name) };
  expect(schemaSize(payment)).toBeLessThan(mostOfSchema / 2);
  expect((await prepareCheck([{ schema: payment }])).schemaFaults(payment)).toEqual([]);
});
