import type { Json } from "./copy-json.ts";

/**
 * The canonical text of a value that `copyJson` returned: RFC 8785 (JSON Canonicalization Scheme).
 * Members are sorted by UTF-16 code units, like JavaScript string comparison. Numbers and strings
 * are written as ECMAScript writes them.
 */
export function canonicalJson(value: Json): string {
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  const members = Object.entries(value)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`);
  return `{${members.join(",")}}`;
}

/** `Array.isArray` for readonly arrays. */
function isArray(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
