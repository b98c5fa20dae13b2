import { isJsonObject } from "#client/json/pointer";
import type { Json } from "#lib/json/canonical";
import { isStorableJson } from "#lib/json/storable-text";
import { byKey } from "#lib/kernel/by-key";
import { isRecord } from "./schema/schema-keywords.ts";
import { mostOfSchema, schemaSize } from "./schema/schema-size.ts";

/** A schema satisfied by real params, and the likely amount and currency parameters. */
export interface Inferred {
  schema: Record<string, unknown>;
  amountParam: string | null;
  currencyParam: string | null;
}

const mostLevels = 4;
/** Objects with more names are maps: listing their names would constrain nothing useful. */
const mostNames = 50;
const mostBytes = 24 * 1024;
const amountNames = ["amount", "total", "value"];
const currencyNames = ["currency", "unit"];

/** Infers a JSON Schema that fits every sample, four levels deep: names chosen by agents, never values. */
export function inferSchema(samples: Record<string, Json>[]): Inferred {
  let whole = wholeSchema(samples, mostLevels);
  for (let levels = mostLevels - 1; !isStorable(whole) && levels >= 0; levels--)
    whole = wholeSchema(samples, levels);
  const properties = isRecord(whole.properties) ? whole.properties : {};
  const isOf = (types: string[]) => (name: string) => {
    const property = Object.hasOwn(properties, name) ? properties[name] : undefined;
    return isRecord(property) && types.includes(String(property.type));
  };
  const amountParam = amountNames.find(isOf(["number", "integer"])) ?? null;
  const currencyParam = amountParam === null ? null : (currencyNames.find(isOf(["string"])) ?? null);
  return { schema: whole, amountParam, currencyParam };
}

function wholeSchema(samples: Record<string, Json>[], levels: number): Record<string, unknown> {
  return { type: "object", ...objectSchema(samples, levels) };
}

/** Whether the catalog takes a schema of this size, with room to edit it. */
function isStorable(schema: Record<string, unknown>): boolean {
  return JSON.stringify(schema).length <= mostBytes && schemaSize(schema) <= mostOfSchema;
}

function schemaOf(values: Json[], levels: number): Record<string, unknown> {
  const types = typesOf(values);
  if (types.length === 0) return {};
  return {
    type: types.length === 1 ? types[0] : types,
    ...objectSchema(values.filter(isJsonObject), levels),
    ...listSchema(
      values.filter((value) => Array.isArray(value)),
      levels,
    ),
  };
}

// These keywords constrain only objects. An object with only listed names may have no other
// members: an unexpected parameter could change a tool's effect. A name the catalog cannot store is
// left out, and leaves its object open, so that every object with the name still satisfies the
// schema.
function objectSchema(objects: Record<string, Json>[], levels: number): Record<string, unknown> {
  if (objects.length === 0 || levels <= 0) return {};
  const values = byKey(objects.flatMap(Object.entries<Json>).filter(([name]) => isNameable(name)));
  if (values.size === 0 || values.size > mostNames) return {};
  const names = [...values.keys()].sort();
  const required = names.filter((name) => values.get(name)?.length === objects.length);
  const properties = names.map((name) => [name, schemaOf(values.get(name) ?? [], levels - 1)]);
  return {
    properties: Object.fromEntries(properties),
    ...(required.length > 0 ? { required } : {}),
    ...(objects.every((object) => Object.keys(object).every(isNameable)) && { additionalProperties: false }),
  };
}

// Validators skip `__proto__` where they compare names, and no ask can contain it
// (lib/json/parse.ts).
function isNameable(name: string): boolean {
  return isStorableJson(name) && name !== "__proto__";
}

function listSchema(lists: Json[][], levels: number): Record<string, unknown> {
  const elements = lists.flat();
  if (elements.length === 0 || levels <= 0) return {};
  return { items: schemaOf(elements, levels - 1) };
}

function typesOf(values: Json[]): string[] {
  const types = new Set(values.map(typeOf));
  // A whole number among fractions is only a number.
  if (types.has("number")) types.delete("integer");
  return [...types].sort();
}

function typeOf(value: Json): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "number";
  return typeof value;
}
