// @ts-check

/** @typedef {import("./copy-json.mjs").Json} Json */

/**
 * The canonical text of a value that `copyJson` returned: RFC 8785 (JSON Canonicalization Scheme).
 * Members are sorted by UTF-16 code units, like JavaScript string comparison. Numbers and strings
 * are written as ECMAScript writes them.
 * @param {Json} value
 * @returns {string}
 */
export function canonicalJson(value) {
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  const members = Object.entries(value)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`);
  return `{${members.join(",")}}`;
}

/** `Array.isArray` for readonly arrays. @param {Json} value @returns {value is readonly Json[]} */
function isArray(value) {
  return Array.isArray(value);
}
