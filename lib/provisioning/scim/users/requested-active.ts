import type { Json } from "#lib/json/canonical";
import { userUrn } from "#lib/provisioning/scim/schema-urns";

const core = userUrn.toLowerCase();

/**
 * Whether the body of a PATCH or PUT asks to remove a person, as far as can be determined: the
 * bodies were refused, and may have any form. The last value counts.
 * @returns `inactive` for a clear claim; `unclear` when the body sets `active` to anything but
 * true; else undefined
 */
export function requestedActive(body: Json): "inactive" | "unclear" | undefined {
  const values = valuesIn(body);
  if (values.length === 0) return undefined;
  const last = values.at(-1);
  if (last === true || last === "True") return undefined;
  return last === false || last === "False" ? "inactive" : "unclear";
}

/** The values for `active` under its name, its schema's name, or a path, in order. */
function valuesIn(value: Json | undefined): (Json | undefined)[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [];
  return Object.entries(value).flatMap(([name, member]) => {
    if (isActive(name)) return [member];
    const key = name.toLowerCase();
    if (key === core) return valuesIn(member);
    return key === "operations" && Array.isArray(member) ? member.flatMap(valuesOfOperation) : [];
  });
}

function valuesOfOperation(operation: Json): (Json | undefined)[] {
  if (typeof operation !== "object" || operation === null || Array.isArray(operation)) return [];
  const members = new Map(Object.entries(operation).map(([name, member]) => [name.toLowerCase(), member]));
  const path = members.get("path");
  if (typeof path === "string" && isActive(path)) return [members.get("value")];
  return valuesIn(members.get("value"));
}

/** Also with sub-attributes, which `active` doesn't have: a directory that sends them means `active`. */
function isActive(path: string): boolean {
  const name = path.trim().toLowerCase();
  const plain = name.startsWith(`${core}:`) ? name.slice(core.length + 1) : name;
  return /^active\b/.test(plain);
}
