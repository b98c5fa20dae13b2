import { isRecord, subschemasOf } from "./schema-keywords.ts";

/** The most that a schema may count: some hundred parameters, compiled in a fraction of a second. */
export const mostOfSchema = 1000;
/** Of all a policy's schemas: each process compiles them for a version. */
export const mostOfPolicy = 10_000;

/** Keywords without compiled code. */
const silent = new Set([
  ...["$schema", "$comment", "title", "description", "default", "examples", "deprecated", "readOnly"],
  ...["writeOnly", "format", "contentEncoding", "contentMediaType"],
]);
/** Ajv compares longer lists in a loop. */
const longestWrittenOut = 200;

/**
 * How much code a schema compiles to, in keywords and names, which sets the time. What a reference refers to
 * isn't repeated. @param enough stops counting above this
 */
export function schemaSize(schema: unknown, enough: number = mostOfSchema): number {
  const open = namesOf(schema, enough);
  let size = 0;
  for (const { schema: subschema } of subschemasOf(schema)) {
    size += 1;
    for (const [keyword, value] of Object.entries(subschema)) size += sizeOf(keyword, value, open);
    if (size > enough) return size;
  }
  return size;
}

/** @param names the schema's number of names */
function sizeOf(keyword: string, value: unknown, names: number) {
  if (silent.has(keyword)) return 0;
  // Ajv writes out every possibly evaluated name.
  if (keyword === "unevaluatedProperties") return 1 + Math.ceil(names / 10);
  if (keyword === "const") return 1;
  // Ajv compares texts in short code.
  if (keyword === "enum" && isListOfTexts(value)) return 1 + Math.ceil(value.length / 20);
  return 1 + Math.min(entriesOf(keyword, value), keyword === "enum" ? longestWrittenOut : Infinity);
}

function isListOfTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((one) => typeof one === "string");
}

function entriesOf(keyword: string, value: unknown) {
  if (typeof value !== "object" || value === null) return 0;
  const lists = keyword === "dependentRequired" ? Object.values(value) : [];
  return lists.reduce((sum, list) => sum + sizeOfList(list), Object.keys(value).length);
}

// Ajv joins a list's names in quadratic time.
function sizeOfList(list: unknown) {
  return Array.isArray(list) ? list.length + Math.ceil(list.length ** 2 / 100) : 0;
}

function namesOf(schema: unknown, enough: number) {
  let names = 0;
  for (const { schema: subschema } of subschemasOf(schema)) {
    names += isRecord(subschema.properties) ? Object.keys(subschema.properties).length : 0;
    if (names > enough) return names;
  }
  return names;
}
