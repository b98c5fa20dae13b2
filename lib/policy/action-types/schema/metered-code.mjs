// @ts-check
import { _, Ajv2020 } from "ajv/dist/2020.js";
import { isRecord, subschemasOf } from "./schema-keywords.mjs";

/** @typedef {import("ajv").ValidateFunction} ValidateFunction */

/**
 * What the code of a validator calls.
 * @typedef {object} Meter
 * @property {(weight: number, value: unknown, errors?: number) => void} compare before each comparison
 * @property {(items: unknown[]) => boolean} areUnique
 * @property {(pattern: string) => {test(text: string): boolean}} pattern
 */

/** The options of every Ajv of schemas of parameters. */
export const ajvOptions = /** @type {const} */ ({
  // An unknown keyword checks nothing, contrary to its author's expectation.
  strictSchema: true,
  strictTypes: false,
  strictTuples: false,
  strictRequired: false,
  // `required: ["toString"]` must not be met by what every JavaScript object inherits.
  ownProperties: true,
  // The default of 2020-12: formats describe, and check nothing.
  validateFormats: false,
  logger: false,
});

const meterKeyword = "countersignMeter";

/**
 * Compiles a schema to a validator that counts its work with a meter. Time and code grow with the
 * schema's size alone (schema-size.mjs). Without dependencies but Ajv, so that a thread can run it.
 * @param {Record<string, unknown>} schema
 * @param {Meter} meter
 * @param {boolean} allErrors
 * @returns {ValidateFunction}
 * @throws {Error} when the schema or one of its patterns cannot be compiled.
 */
export function compileWith(schema, meter, allErrors) {
  const regExp = Object.assign(
    // Ajv distinguishes patterns by their text.
    (/** @type {string} */ source) => ({ test: meter.pattern(source).test, toString: () => source }),
    { code: "compilePattern" },
  );
  const ajv = new Ajv2020({
    ...ajvOptions,
    allErrors,
    meta: false,
    validateSchema: false,
    // Inlining would repeat a definition at every reference to it.
    inlineRefs: false,
    // Optimizing compares every variable with the rest of the code: its time grows with the square.
    code: { regExp: /** @type {any} */ (regExp), optimize: false },
  });
  ajv.removeKeyword("uniqueItems");
  ajv.addKeyword({
    ...{ keyword: "uniqueItems", type: "array", schemaType: "boolean", errors: false },
    error: { message: "must NOT have duplicate items" },
    validate: (/** @type {boolean} */ isUnique, /** @type {unknown[]} */ items) =>
      !isUnique || meter.areUnique(items),
  });
  ajv.addKeyword({
    keyword: meterKeyword,
    schemaType: "number",
    // First of all keywords: a failing keyword ends the comparison, which has to count anyway.
    before: "$ref",
    // Gives the generated code the number of errors so far, as `errsCount`.
    trackErrors: true,
    code: ({ gen, data, schema: weight, errsCount }) => {
      gen.code(_`${gen.scopeValue("keyword", { ref: meter.compare })}(${weight}, ${data}, ${errsCount})`);
    },
  });
  return ajv.compile(metered(schema));
}

/** @param {Record<string, unknown>} schema */
function metered(schema) {
  const copy = structuredClone(schema);
  for (const subschema of [...subschemasOf(copy)])
    subschema.schema[meterKeyword] = weightOf(subschema.schema);
  return copy;
}

/**
 * The parts of a schema Ajv reads for each value: the lists it compares with, and the names it looks
 * up.
 * @param {Record<string, unknown>} schema
 */
function weightOf(schema) {
  const listed = [schema.enum, schema.const, schema.required, schema.dependentRequired].map(entriesOf);
  const named = [schema.properties, schema.patternProperties, schema.dependentSchemas].map((names) =>
    isRecord(names) ? Object.keys(names).length : 0,
  );
  return [...listed, ...named].reduce((sum, count) => sum + count, 1);
}

/** @param {unknown} value @returns {number} */
function entriesOf(value) {
  if (typeof value !== "object" || value === null) return value === undefined ? 0 : 1;
  return Object.values(value).reduce((/** @type {number} */ sum, member) => sum + entriesOf(member), 1);
}
