// @ts-check
import { pointer, readPointer } from "../json/pointer.mjs";

/** @typedef {import("../json/pointer.mjs").Json} Json */

/**
 * The tokens of a JSON Pointer in a descriptor; undefined if it isn't one.
 * @param {unknown} text
 * @returns {string[] | undefined}
 */
export function pointerTokens(text) {
  return typeof text === "string" ? readPointer(text) : undefined;
}

/**
 * The parts of an object that no pointer covers, each at its highest place: a pointer covers the
 * value that it leads to, with everything in it. An empty object or list is a part. Members are in
 * the order of canonical JSON.
 * @param {Json} value
 * @param {readonly (readonly string[])[]} covered
 * @param {readonly string[]} [at]
 * @returns {{path: string, value: Json}[]}
 */
export function uncoveredParts(value, covered, at = []) {
  return membersOf(value).flatMap(([name, member]) => {
    const place = [...at, name];
    const here = covered.filter((tokens) => isPrefix(place, tokens));
    if (here.some(({ length }) => length === place.length)) return [];
    if (here.length > 0 && membersOf(member).length > 0) return uncoveredParts(member, here, place);
    return [{ path: place.reduce(pointer, ""), value: member }];
  });
}

/** @param {Json} value @returns {[string, Json][]} */
function membersOf(value) {
  if (typeof value !== "object" || value === null) return [];
  const members = Object.entries(value);
  return Array.isArray(value) ? members : members.sort(([a], [b]) => (a < b ? -1 : 1));
}

/** @param {readonly string[]} prefix @param {readonly string[]} tokens */
function isPrefix(prefix, tokens) {
  return prefix.length <= tokens.length && prefix.every((token, index) => token === tokens[index]);
}
