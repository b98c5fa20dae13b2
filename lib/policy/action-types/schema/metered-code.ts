import type { ValidateFunction } from "ajv";
import { _, Ajv2020 } from "ajv/dist/2020.js";
import type { Untyped } from "#client/json/untyped";
import { isRecord, subschemasOf } from "./schema-keywords.ts";

interface Meter {
  compare: (weight: number, value: unknown, errors?: number) => void;
  areUnique: (items: unknown[]) => boolean;
  pattern: (pattern: string) => { test(text: string): boolean };
}

/** The options of every Ajv of schemas of parameters. */
export const ajvOptions = {
  // An unknown keyword would check nothing, against its author's expectation.
  strictSchema: true,
  strictTypes: false,
  strictTuples: false,
  strictRequired: false,
  // `required: ["toString"]` must not be met by inherited members.
  ownProperties: true,
  // The default of 2020-12: formats check nothing.
  validateFormats: false,
  logger: false,
} as const;

const meterKeyword = "countersignMeter";

/**
 * Compiles a schema to a validator that counts its work with a meter. Time and code grow with the
 * schema's size alone (schema-size.ts). Without dependencies but Ajv, so that a thread can run it.
 * @throws {Error} when the schema or one of its patterns cannot be compiled.
 */
export function compileWith(
  schema: Record<string, unknown>,
  meter: Meter,
  allErrors: boolean,
): ValidateFunction {
  const regExp = Object.assign(
    // Ajv distinguishes patterns by text.
    (source: string) => ({ test: meter.pattern(source).test, toString: () => source }),
    { code: "compilePattern" },
  );
  const ajv = new Ajv2020({
    ...ajvOptions,
    allErrors,
    meta: false,
    validateSchema: false,
    // Inlining would repeat a definition at every reference.
    inlineRefs: false,
    // Optimizing takes quadratic time.
    code: { regExp: regExp as Untyped, optimize: false },
  });
  ajv.removeKeyword("uniqueItems");
  ajv.addKeyword({
    ...{ keyword: "uniqueItems", type: "array", schemaType: "boolean", errors: false },
    error: { message: "must NOT have duplicate items" },
    validate: (isUnique: boolean, items: unknown[]) => !isUnique || meter.areUnique(items),
  });
  ajv.addKeyword({
    keyword: meterKeyword,
    schemaType: "number",
    // First of all keywords: a failing keyword ends the comparison, which has to count.
    before: "$ref",
    // Gives the generated code the number of errors so far, as `errsCount`.
    trackErrors: true,
    code: ({ gen, data, schema: weight, errsCount }) => {
      gen.code(_`${gen.scopeValue("keyword", { ref: meter.compare })}(${weight}, ${data}, ${errsCount})`);
    },
  });
  return ajv.compile(metered(schema));
}

function metered(schema: Record<string, unknown>) {
  const copy = structuredClone(schema);
  for (const subschema of [...subschemasOf(copy)])
    subschema.schema[meterKeyword] = weightOf(subschema.schema);
  return copy;
}

/** The lists and names of a schema that Ajv compares each value with. */
function weightOf(schema: Record<string, unknown>) {
  const listed = [schema.enum, schema.const, schema.required, schema.dependentRequired].map(entriesOf);
  const named = [schema.properties, schema.patternProperties, schema.dependentSchemas].map((names) =>
    isRecord(names) ? Object.keys(names).length : 0,
  );
  return [...listed, ...named].reduce((sum, count) => sum + count, 1);
}

function entriesOf(value: unknown): number {
  if (typeof value !== "object" || value === null) return value === undefined ? 0 : 1;
  return Object.values(value).reduce((sum: number, member) => sum + entriesOf(member), 1);
}
