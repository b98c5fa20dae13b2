import { isJsonObject } from "#client/json/pointer";
import type { Json } from "#lib/json/canonical";
import type { ActionType } from "./action-type.ts";
import { isRecord, type Subschema, subschemasOf } from "./schema/schema-keywords.ts";
import { referred } from "./schema/schema-references.ts";

const deepest = 5;

/** Example parameters that may satisfy a type's schema, to edit in the simulator. */
export function exampleParams({
  schema,
  currencyParam,
}: Pick<ActionType, "schema" | "currencyParam">): Record<string, Json> {
  const example = exampleOf(schema, [], currencyParam, deepest);
  return isJsonObject(example) ? example : {};
}

function exampleOf(schema: unknown, path: string[], currencyParam: string | null, depth: number): Json {
  if (!isRecord(schema) || depth === 0) return {};
  const given = [schema.default, schema.const, firstOf(schema.examples), firstOf(schema.enum)];
  const found = given.find((value) => value !== undefined);
  if (found !== undefined) return found as Json;
  if (path.join(".") === currencyParam) return "USD";
  switch (firstOf(schema.type) ?? schema.type ?? (schema.properties ? "object" : undefined)) {
    case "number":
    case "integer":
      return numberFor(schema);
    case "string":
      return "text";
    case "boolean":
      return false;
    case "array":
      return [];
    default:
      return objectFor(schema, path, currencyParam, depth);
  }
}

function numberFor({ minimum, exclusiveMinimum }: Record<string, unknown>): number {
  if (typeof minimum === "number") return minimum;
  return typeof exclusiveMinimum === "number" ? exclusiveMinimum + 1 : 1;
}

function objectFor(
  { properties }: Record<string, unknown>,
  path: string[],
  currencyParam: string | null,
  depth: number,
): Json {
  const members = isRecord(properties) ? Object.entries(properties) : [];
  return Object.fromEntries(
    members.map(([name, part]) => [name, exampleOf(part, [...path, name], currencyParam, depth - 1)]),
  );
}

function firstOf(value: unknown): unknown {
  return Array.isArray(value) ? value[0] : undefined;
}

/** Why this parameter can't be the amount or the currency. Dots lead into nested objects. */
export function namedParamFault(
  schema: Record<string, unknown>,
  param: string,
  kind: "number" | "string",
): string | undefined {
  const subschemas = [...subschemasOf(schema)];
  let at: unknown = schema;
  for (const name of param.split(".")) {
    const { properties } = followed(at, subschemas);
    if (!isRecord(properties)) return undefined;
    if (!Object.hasOwn(properties, name)) return `the schema has no parameter ${param}`;
    at = properties[name];
  }
  return isOfKind(followed(at, subschemas), kind) ? undefined : kindFaults[kind](param);
}

const kindFaults = {
  number: (param: string) => `${param} isn't a number in the schema: give it "type": "number" or "integer"`,
  string: (param: string) => `${param} isn't text in the schema: give it "type": "string"`,
};

function isOfKind({ type, enum: values, const: value }: Record<string, unknown>, kind: string): boolean {
  if (type !== undefined) return type === kind || (kind === "number" && type === "integer");
  const choices = Array.isArray(values) ? values : value === undefined ? [] : [value];
  return choices.length > 0 && choices.every((choice) => typeof choice === kind);
}

// A mere reference means its target. Follows a few steps only.
function followed(schema: unknown, subschemas: Subschema[]): Record<string, unknown> {
  let at = schema;
  for (let step = 0; step < 5 && isRecord(at) && at.$ref !== undefined && at.type === undefined; step++) {
    const path = referred(at.$ref, subschemas);
    at = subschemas.find((subschema) => subschema.path === path)?.schema;
  }
  return isRecord(at) ? at : {};
}
