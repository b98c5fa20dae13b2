import { type Json, readPointer, valueAt } from "./pointer.ts";

export interface Replacement {
  op: "replace";
  path: string;
  value: Json;
}

/**
 * Applies an untrusted JSON Patch (RFC 6902) of `replace` operations: each has to name an existing
 * value (section 4.3). Changes nothing in place.
 * @throws {Error} for anything else
 */
export function applyPatch(document: Json, patch: unknown): Json {
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

/** A copy with a different value at an existing place. */
function replaced(document: Json, [token, ...rest]: readonly string[], value: Json): Json {
  if (token === undefined) return value;
  const container = document as { [name: string]: Json };
  const member = replaced(container[token] as Json, rest, value);
  // A computed name defines the member itself, also `__proto__`.
  return Array.isArray(document)
    ? document.map((one, index) => (index === Number(token) ? member : one))
    : { ...container, [token]: member };
}
