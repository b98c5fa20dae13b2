import { Ajv2020, type ErrorObject, type ValidateFunction } from "ajv/dist/2020.js";
import { pointer } from "#lib/json/pointer.mjs";
import { isStorableJson } from "#lib/json/storable-text";
import { compilePattern } from "#lib/policy/pattern/compile-pattern";
import { compileMetered } from "./metered-ajv.ts";
import { isRecord, keywords, type Subschema, subschemasOf } from "./schema-keywords.ts";
import { endlessAt, referred } from "./schema-references.ts";

/** An error and its place: a JSON Pointer (RFC 6901). */
export interface Fault {
  path: string;
  message: string;
}

/** Largest schema, in bytes of JSON. */
const maximumSchemaBytes = 32 * 1024;
const maximumDepth = 12;
/** Of all patterns of a schema together, in RE2's instructions: the first request compiles them. */
const maximumPatternsSize = 4000;
const dialect = "https://json-schema.org/draft/2020-12/schema";

const options = {
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
} as const;

// Checks schemas against the schema of schemas. Created lazily: compiling takes tens of
// milliseconds.
let metaSchema: ValidateFunction | undefined;

/**
 * The errors in a JSON Schema of an action's parameters; none when requests can be validated
 * against the schema.
 *
 * Admins write schemas, and are trusted with the policy itself. A `pattern`, or alternatives within
 * alternatives, could still take exponential time on an agent's input: so patterns must be
 * matchable by a linear-time engine, and the validator counts its work (metered-ajv.ts).
 */
export function paramsSchemaFaults(schema: unknown): Fault[] {
  if (!isRecord(schema)) return [{ path: "", message: "a schema of parameters is a JSON object" }];
  if (Buffer.byteLength(JSON.stringify(schema)) > maximumSchemaBytes)
    return [{ path: "", message: "a schema has at most 32 KiB" }];
  if (depthOf(schema) > maximumDepth)
    return [{ path: "", message: `a schema is nested ${maximumDepth} levels deep at most` }];
  if (!isStorableJson(schema)) return [{ path: "", message: "a schema has no character U+0000 in it" }];
  const subschemas = [...subschemasOf(schema)];
  const faults = subschemas.flatMap((subschema) => ownFaults(subschema, subschemas));
  if (!allowsObjects(schema)) faults.push({ path: "/type", message: "parameters are always an object" });
  if (sizeOfPatterns(subschemas) > maximumPatternsSize)
    faults.push({ path: "", message: "the patterns of this schema are too large together: shorten some" });
  const endless = endlessAt(subschemas);
  if (endless !== undefined)
    faults.push({ path: endless, message: "this refers back to itself without end" });
  const found = [...faults, ...metaFaults(schema)];
  return (found.length > 0 ? found : compileFaults(schema)).slice(0, 20);
}

/**
 * Compiles the function that checks parameters. Each schema has its own Ajv, so no schema can refer
 * to another.
 * @throws {Error} when {@link paramsSchemaFaults} finds an error in the schema.
 */
export function compileParamsSchema(schema: Record<string, unknown>): ValidateFunction {
  const validate = compileMetered(schema, options);
  // Ajv's own `$async` makes a validator return a promise, which counts as true.
  if ("$async" in validate) throw new Error("an asynchronous schema");
  return validate;
}

/**
 * An Ajv error as a fault, below a path: for a missing or additional member, the path is the
 * member's.
 */
export function faultOf({ instancePath, keyword, params, message }: ErrorObject, below = ""): Fault {
  const path = below + instancePath;
  if (keyword === "required") return { path: pointer(path, params.missingProperty), message: "is required" };
  if (keyword === "additionalProperties")
    return { path: pointer(path, params.additionalProperty), message: "isn't one of the parameters" };
  if (keyword === "enum")
    return {
      path,
      message: `must be one of ${JSON.stringify(params.allowedValues).slice(1, -1).slice(0, 300)}`,
    };
  if (keyword === "const") return { path, message: `must be ${JSON.stringify(params.allowedValue)}` };
  return { path, message: message ?? keyword };
}

function ownFaults({ path, schema }: Subschema, subschemas: Subschema[]): Fault[] {
  const faults = Object.entries(schema).flatMap(([keyword, value]) => {
    const message = keywordFault(keyword, value, subschemas);
    return message === undefined ? [] : [{ path: pointer(path, keyword), message }];
  });
  const patterns = isRecord(schema.patternProperties) ? Object.keys(schema.patternProperties) : [];
  const at = pointer(path, "patternProperties");
  for (const pattern of patterns) {
    const message = patternFault(pattern);
    if (message !== undefined) faults.push({ path: pointer(at, pattern), message });
  }
  return faults;
}

// A schema is self-contained: nothing is fetched, and no schema has a name for references from
// others.
function keywordFault(keyword: string, value: unknown, subschemas: Subschema[]): string | undefined {
  if (!keywords.has(keyword)) return `${keyword} isn't a supported keyword`;
  if (keyword === "$schema" && value !== dialect) return `only ${dialect} is supported`;
  if (keyword === "$ref" && referred(value, subschemas) === undefined)
    return "only references within this schema are supported, for example #/$defs/money";
  return keyword === "pattern" ? patternFault(String(value)) : undefined;
}

function patternFault(pattern: string): string | undefined {
  try {
    compilePattern(pattern);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function sizeOfPatterns(subschemas: Subschema[]): number {
  const patterns = subschemas.flatMap(({ schema: { pattern, patternProperties } }) => [
    ...(typeof pattern === "string" ? [pattern] : []),
    ...(isRecord(patternProperties) ? Object.keys(patternProperties) : []),
  ]);
  return patterns
    .filter((pattern) => patternFault(pattern) === undefined)
    .reduce((sum, pattern) => sum + compilePattern(pattern).size, 0);
}

function allowsObjects({ type }: Record<string, unknown>): boolean {
  return type === undefined || type === "object" || (Array.isArray(type) && type.includes("object"));
}

function metaFaults(schema: Record<string, unknown>): Fault[] {
  metaSchema ??= new Ajv2020({ ...options, allErrors: true }).getSchema(dialect);
  if (!metaSchema || metaSchema(schema)) return [];
  const telling = (metaSchema.errors ?? []).filter(({ keyword }) => keyword !== "anyOf");
  const faults = telling.map((error) => faultOf(error));
  return [...new Map(faults.map((fault) => [`${fault.path} ${fault.message}`, fault])).values()];
}

// Errors found only by compiling the validator.
function compileFaults(schema: Record<string, unknown>): Fault[] {
  try {
    compileParamsSchema(schema);
    return [];
  } catch (error) {
    return [{ path: "", message: error instanceof Error ? error.message : String(error) }];
  }
}

function depthOf(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}
