// @ts-check
import { readPointer, valueAt } from "./pointer.mjs";

/** @typedef {import("./pointer.mjs").Json} Json */
/** @typedef {{op: "replace", path: string, value: Json}} Replacement */

/**
 * Applies a JSON Patch (RFC 6902) of `replace` operations, the only kind used here: each has to name
 * an existing value (section 4.3). Changes nothing in place.
 * @param {Json} document
 * @param {unknown} patch untrusted
 * @returns {Json}
 * @throws {Error} for another operation, a malformed one, and a path without a value
 */
export function applyPatch(document, patch) {
  if (!Array.isArray(patch)) throw new Error("a patch must be a list of operations");
  return patch.reduce((changed, operation) => {
    const { op, path, value } = Object(operation);
    if (op !== "replace" || value === undefined)
      throw new Error(`only replace operations with a value are supported, not ${JSON.stringify(op)}`);
    const tokens = typeof path === "string" ? readPointer(path) : undefined;
    if (!tokens || valueAt(changed, tokens) === undefined)
      throw new Error(`there is no value at ${JSON.stringify(path)}`);
    return replaced(changed, tokens, value);
  }, document);
}

/**
 * A copy with another value at a place that exists.
 * @param {Json} document
 * @param {readonly string[]} tokens
 * @param {Json} value
 * @returns {Json}
 */
function replaced(document, [token, ...rest], value) {
  if (token === undefined) return value;
  const container = /** @type {{[name: string]: Json}} */ (document);
  const member = replaced(/** @type {Json} */ (container[token]), rest, value);
  // A computed name defines the member itself, also one called `__proto__`.
  return Array.isArray(document)
    ? document.map((one, index) => (index === Number(token) ? member : one))
    : { ...container, [token]: member };
}
