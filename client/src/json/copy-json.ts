import { Refusal } from "../refusal.ts";
import { foldName, pointer } from "./pointer.ts";

export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export type JsonObject = { readonly [name: string]: Json };

/** Levels of `params` within the 16 levels of a call's body (docs/agents.md). */
const maximumDepth = 14;

/**
 * A frozen copy of a JSON value. The digest and the code that runs read the same copy, so a change
 * of the original between check and use has no effect. Refuses what the server refuses: a value
 * that JSON can't represent, an integer beyond 2^53, a lone surrogate, U+0000, a member
 * `__proto__`, names that differ only in case.
 * @param path JSON Pointer, for the message
 * @throws {Refusal} `invalid_action`
 */
export function copyJson(value: unknown, path: string, depth = 1): Json {
  if (value === null || typeof value === "boolean") return value;
  if (typeof value === "string") return checkText(value, path);
  if (typeof value === "number") return checkNumber(value, path);
  if (typeof value !== "object") throw invalid(path, `a ${typeof value} isn't JSON`);
  if (depth > maximumDepth) throw invalid(path, `nested deeper than ${maximumDepth} levels`);
  if (Array.isArray(value)) {
    // Array.from visits holes, as undefined, which is refused.
    return Object.freeze(Array.from(value, (element, at) => copyJson(element, `${path}/${at}`, depth + 1)));
  }
  return copyObject(value, path, depth);
}

function copyObject(value: object, path: string, depth: number): JsonObject {
  const prototype = Object.getPrototypeOf(value);
  // Also refuses Date, Map and classes: JSON.stringify would write something else.
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null)
    throw invalid(path, "only plain objects and arrays are JSON");
  const copy: { [name: string]: Json } = {};
  const seen = new Set();
  for (const [name, member] of Object.entries(value)) {
    const place = pointer(path, name);
    if (name === "__proto__") throw invalid(path, "a member is named __proto__");
    checkText(name, path);
    // Many readers, such as those of Go and .NET, read `Amount` as `amount`.
    const folded = foldName(name);
    if (seen.has(folded)) throw invalid(place, "another member has this name in another case");
    seen.add(folded);
    if (member !== undefined) copy[name] = copyJson(member, place, depth + 1);
  }
  return Object.freeze(copy);
}

function checkText(text: string, path: string) {
  if (/\p{Cs}/u.test(text)) throw invalid(path, "a lone surrogate isn't text");
  if (text.includes("\u0000")) throw invalid(path, "the character U+0000 isn't allowed");
  return text;
}

function checkNumber(value: number, path: string) {
  if (!Number.isFinite(value)) throw invalid(path, "NaN and Infinity aren't JSON");
  if (Number.isInteger(value) && !Number.isSafeInteger(value))
    throw invalid(path, "an integer beyond 2^53 isn't exact: use a string");
  // The canonical form of -0 is 0 (RFC 8785), and the code runs with the signed value.
  return value === 0 ? 0 : value;
}

function invalid(path: string, why: string) {
  return new Refusal("invalid_action", `Invalid action: ${path === "" ? "" : `${path}: `}${why}.`);
}
