import type { Json } from "#lib/json/canonical";
import type { ActionType } from "./action-type.ts";

const deepest = 5;

/** Example parameters that may satisfy a type's schema, to edit in the simulator. */
export function exampleParams({
  schema,
  currencyParam,
}: Pick<ActionType, "schema" | "currencyParam">): Record<string, Json> {
  const example = exampleOf(schema, [], currencyParam, deepest);
  return typeof example === "object" && example !== null && !Array.isArray(example) ? example : {};
}

function exampleOf(schema: unknown, path: string[], currencyParam: string | null, depth: number): Json {
  if (!isObject(schema) || depth === 0) return {};
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
  const members = isObject(properties) ? Object.entries(properties) : [];
  return Object.fromEntries(
    members.map(([name, part]) => [name, exampleOf(part, [...path, name], currencyParam, depth - 1)]),
  );
}

function firstOf(value: unknown): unknown {
  return Array.isArray(value) ? value[0] : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
