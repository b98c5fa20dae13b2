import { pointer } from "#client/json/pointer";
import { isRecord, type Subschema } from "./schema-keywords.ts";

/** Keywords with schemas for the same value. */
const inPlace = {
  one: ["not", "if", "then", "else"],
  many: ["allOf", "anyOf", "oneOf", "dependentSchemas"],
};

/** The path in `subschemas` that a reference leads to; undefined for a broken reference. */
export function referred(reference: unknown, subschemas: Subschema[]): string | undefined {
  if (typeof reference !== "string" || !reference.startsWith("#")) return undefined;
  const fragment = decoded(reference.slice(1));
  return subschemas.find(({ path, schema }) => path === fragment || schema.$anchor === fragment)?.path;
}

/** Where a schema returns to itself without descending into the value: an endless check. */
export function endlessAt(subschemas: Subschema[]): string | undefined {
  const next = new Map(subschemas.map((subschema) => [subschema.path, leadsTo(subschema, subschemas)]));
  const finished = new Set<string>();
  const isEndless = (path: string, above: Set<string>): boolean => {
    if (above.has(path)) return true;
    if (finished.has(path)) return false;
    const below = new Set(above).add(path);
    const found = (next.get(path) ?? []).some((target) => isEndless(target, below));
    finished.add(path);
    return found;
  };
  return subschemas.find(({ path }) => isEndless(path, new Set()))?.path;
}

function leadsTo({ path, schema }: Subschema, subschemas: Subschema[]): string[] {
  const reference = referred(schema.$ref, subschemas);
  const listed = inPlace.many.flatMap((keyword) => {
    const value = schema[keyword];
    const steps = Array.isArray(value) || isRecord(value) ? Object.keys(value) : [];
    return steps.map((step) => pointer(pointer(path, keyword), step));
  });
  return [
    ...(reference === undefined ? [] : [reference]),
    ...inPlace.one.filter((keyword) => keyword in schema).map((keyword) => pointer(path, keyword)),
    ...listed,
  ];
}

function decoded(fragment: string): string {
  try {
    return decodeURIComponent(fragment);
  } catch {
    return fragment;
  }
}
