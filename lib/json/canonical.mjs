// @ts-check

/** @typedef {null | boolean | number | string | Json[] | {[name: string]: Json | undefined}} Json */

/**
 * The canonical text of a JSON value: RFC 8785 (JSON Canonicalization Scheme). Members are sorted
 * by UTF-16 code units, like JavaScript string comparison; numbers and strings are written as
 * ECMAScript writes them. Members with the value undefined are left out. Without dependencies, for
 * the client and the boundaries: a test compares it with lib/canonical.ts.
 * @param {Json | undefined} value
 * @returns {string}
 * @throws {TypeError} if the value isn't JSON
 */
export function canonicalJson(value) {
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "number") return canonicalNumber(value);
  if (typeof value === "string") return canonicalString(value);
  if (Array.isArray(value)) return `[${value.map((element) => canonicalJson(element)).join(",")}]`;
  if (typeof value !== "object") throw new TypeError("this value has no JSON form");
  const members = Object.keys(value)
    .filter((name) => value[name] !== undefined)
    .sort()
    .map((name) => `${canonicalString(name)}:${canonicalJson(value[name])}`);
  return `{${members.join(",")}}`;
}

/** @param {number} value @returns {string} */
function canonicalNumber(value) {
  if (!Number.isFinite(value)) throw new TypeError("NaN and Infinity aren't JSON (RFC 8785 section 3.2.2.3)");
  return JSON.stringify(value);
}

/** @param {string} value @returns {string} */
function canonicalString(value) {
  if (/\p{Cs}/u.test(value)) throw new TypeError("a lone surrogate isn't text (RFC 8785 section 3.2.2.2)");
  return JSON.stringify(value);
}
