import { isJsonObject, pointer } from "#client/json/pointer";
import { MappingError } from "./mapping-error.ts";

/** An object's members, and no more. */
export function readMembers<Name extends string>(
  value: unknown,
  path: string,
  names: readonly Name[],
): { [name in Name]?: unknown } {
  for (const [name, place] of requireEntries(value, path)) {
    if (!names.some((known) => known === name))
      throw new MappingError(place, `is unknown. Known: ${names.join(", ")}`);
  }
  return value as { [name in Name]?: unknown };
}

/** The members of an object, each with its JSON Pointer. */
export function requireEntries(value: unknown, path: string): [name: string, path: string, value: unknown][] {
  if (!isJsonObject(value)) throw new MappingError(path, "must be an object");
  return Object.entries(value).map(([name, member]) => {
    const place = pointer(path, name);
    if (name === "__proto__") throw new MappingError(place, "isn't accepted as a name");
    return [name, place, member];
  });
}

export function requireOneOf<Value extends string>(
  value: unknown,
  path: string,
  values: readonly Value[],
): Value {
  const found = values.find((known) => known === value);
  if (found === undefined) throw new MappingError(path, `must be one of ${values.join(", ")}`);
  return found;
}

/** 1 to `longest` characters, without U+0000 and lone surrogates. */
export function requireText(value: unknown, path: string, longest: number): string {
  if (isText(value, longest)) return value;
  throw new MappingError(path, `must be a text of 1 to ${longest} characters`);
}

export function isText(value: unknown, longest: number): value is string {
  return typeof value === "string" && value !== "" && value.length <= longest && !/[\p{Cs}\0]/u.test(value);
}
