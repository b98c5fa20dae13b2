import { Ajv2020, type ErrorObject, type ValidateFunction } from "ajv/dist/2020.js";
import { pointer } from "#client/json/pointer";
import { isStorableJson } from "#lib/json/storable-text";
import { compilePattern } from "#lib/policy/language/compile-pattern";
import { addedNames } from "#lib/text/action-type";
import { compileMetered } from "./metered-ajv.ts";
import { ajvOptions } from "./schema/metered-code.ts";
import { isRecord, keywords, type Subschema, subschemasOf } from "./schema/schema-keywords.ts";
import { endlessAt, referred } from "./schema/schema-references.ts";
import { mostOfSchema, schemaSize } from "./schema/schema-size.ts";

/** An error and its JSON Pointer (RFC 6901). */
export interface Fault {
  path: string;
  message: string;
}

const maximumSchemaBytes = 32 * 1024;
const maximumDepth = 12;
/** Of all a schema's patterns, in RE2's instructions, because compiling takes time. */
const maximumPatternsSize = 4000;
const dialect = "https://json-schema.org/draft/2020-12/schema";

// Checks schemas against the schema of schemas. Created lazily: compiling takes tens of
// milliseconds.
let metaSchema: ValidateFunction | undefined;

/** The most errors that are looked for: people read the first. */
const mostFaults = 20;

/** {@link readSchema}, without the size. */
export function paramsSchemaFaults(schema: unknown): Fault[] {
  return readSchema(schema).faults;
}

/**
 * The errors in a JSON Schema of an action's parameters, except those that only compiling it shows
 * (prepare-check.ts), and the size of its patterns in RE2's instructions. Takes bounded time for every
 * schema.
 *
 * Admins write schemas, and are trusted with the policy itself. A `pattern`, or alternatives within
 * alternatives, could still take exponential time on an agent's input: so patterns must be
 * matchable by a linear-time engine, and the validator counts its work (metered-ajv.ts).
 */
export function readSchema(schema: unknown): { faults: Fault[]; patternsSize: number } {
  if (!isRecord(schema)) return refused("a schema of parameters is a JSON object");
  const tooLarge = sizeFault(schema);
  if (tooLarge !== undefined) return refused(tooLarge);
  if (!isStorableJson(schema)) return refused("a schema has no character U+0000 in it");
  const subschemas = [...subschemasOf(schema)];
  const faults = subschemas.flatMap((subschema) => ownFaults(subschema, subschemas));
  if (!allowsObjects(schema)) faults.push({ path: "/type", message: "parameters are always an object" });
  const endless = endlessAt(subschemas);
  if (endless !== undefined)
    faults.push({ path: endless, message: "this refers back to itself without end" });
  const patterns = readPatterns(subschemas);
  const all = [...faults, ...patterns.faults, ...metaFaults(schema)];
  return { faults: all.slice(0, mostFaults), patternsSize: patterns.size };
}

function refused(message: string): { faults: Fault[]; patternsSize: number } {
  return { faults: [{ path: "", message }], patternsSize: 0 };
}

/** Why a schema is too large to compile, if so. */
export function sizeFault(schema: Record<string, unknown>): string | undefined {
  if (Buffer.byteLength(JSON.stringify(schema)) > maximumSchemaBytes) return "a schema has at most 32 KiB";
  if (depthOf(schema) > maximumDepth) return `a schema is nested ${maximumDepth} levels deep at most`;
  if (schemaSize(schema) <= mostOfSchema) return undefined;
  const [size, most] = [schemaSize(schema, Number.POSITIVE_INFINITY), mostOfSchema].map(grouped);
  return `this schema has ${size} keywords, names and choices, and ${most} are allowed. Shorten lists or split the type`;
}

/** A number for people, such as 1,240. */
export function grouped(count: number): string {
  return count.toLocaleString("en-US");
}

/** Compiles the function that checks parameters, apart from all others. @throws {Error} if faulty */
export function compileParamsSchema(schema: Record<string, unknown>): ValidateFunction {
  const validate = compileMetered(schema);
  // With Ajv's `$async` a validator returns a promise, which counts as true.
  if ("$async" in validate) throw new Error("an asynchronous schema");
  return validate;
}

/** An Ajv error as a fault. For a missing or additional member, the path is the member's. */
export function faultOf({ instancePath, keyword, params, message }: ErrorObject, below = ""): Fault {
  const path = below + instancePath;
  if (keyword === "required") return { path: pointer(path, params.missingProperty), message: "is required" };
  if (keyword === "additionalProperties") {
    const isAdded = instancePath === "" && addedNames.includes(params.additionalProperty);
    const message = isAdded
      ? "isn't one of the parameters. A mapping adds it: allow it in the schema, or fix an audience in the rule"
      : "isn't one of the parameters";
    return { path: pointer(path, params.additionalProperty), message };
  }
  if (keyword === "enum")
    return {
      path,
      message: `must be one of ${JSON.stringify(params.allowedValues).slice(1, -1).slice(0, 300)}`,
    };
  if (keyword === "const") return { path, message: `must be ${JSON.stringify(params.allowedValue)}` };
  return { path, message: message ?? keyword };
}

function ownFaults({ path, schema }: Subschema, subschemas: Subschema[]): Fault[] {
  return Object.entries(schema).flatMap(([keyword, value]) => {
    const message = keywordFault(keyword, value, subschemas);
    return message === undefined ? [] : [{ path: pointer(path, keyword), message }];
  });
}

// A schema is self-contained: nothing is fetched, and no schema has a name for references from
// others.
function keywordFault(keyword: string, value: unknown, subschemas: Subschema[]): string | undefined {
  if (!keywords.has(keyword)) return `${keyword} isn't a supported keyword`;
  if (keyword === "$schema" && value !== dialect) return `only ${dialect} is supported`;
  if (keyword === "$ref" && referred(value, subschemas) === undefined)
    return "only references within this schema are supported, for example #/$defs/money";
  return undefined;
}

// Each pattern is compiled once, and none after the limit.
function readPatterns(subschemas: Subschema[]): { size: number; faults: Fault[] } {
  const faults: Fault[] = [];
  let size = 0;
  for (const { path, pattern } of subschemas.flatMap(patternsOf)) {
    try {
      size += compilePattern(pattern).size;
    } catch (error) {
      faults.push({ path, message: error instanceof Error ? error.message : String(error) });
    }
    if (size > maximumPatternsSize)
      faults.push({ path: "", message: "the patterns of this schema are too large together: shorten some" });
    if (size > maximumPatternsSize || faults.length >= mostFaults) break;
  }
  return { size, faults };
}

function patternsOf({ path, schema }: Subschema): { path: string; pattern: string }[] {
  const { pattern, patternProperties } = schema;
  const ofNames = isRecord(patternProperties) ? Object.keys(patternProperties) : [];
  return [
    ...(typeof pattern === "string" ? [{ path: pointer(path, "pattern"), pattern }] : []),
    ...ofNames.map((name) => ({ path: pointer(pointer(path, "patternProperties"), name), pattern: name })),
  ];
}

function allowsObjects({ type }: Record<string, unknown>): boolean {
  return type === undefined || type === "object" || (Array.isArray(type) && type.includes("object"));
}

function metaFaults(schema: Record<string, unknown>): Fault[] {
  metaSchema ??= new Ajv2020({ ...ajvOptions, allErrors: true }).getSchema(dialect);
  if (!metaSchema || metaSchema(schema)) return [];
  const telling = (metaSchema.errors ?? []).filter(({ keyword }) => keyword !== "anyOf");
  const faults = telling.map((error) => faultOf(error));
  return [...new Map(faults.map((fault) => [`${fault.path} ${fault.message}`, fault])).values()];
}

function depthOf(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}
