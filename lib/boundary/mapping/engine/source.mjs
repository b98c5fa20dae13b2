// @ts-check
import { readPointer, valueAt } from "../../../json/pointer.mjs";
import { isInQuery, queryValue } from "./http-parameters.mjs";

/** @typedef {import("./call.mjs").Json} Json */
/** @typedef {import("./call.mjs").JsonObject} JsonObject */

/**
 * Where a member of an action comes from: a fixed value, a JSON Pointer into the arguments, or a
 * text with pointers in it.
 * @typedef {{literal: Json} | {pointer: string[]} | {template: (string | string[])[]}} Source
 */

/**
 * Reads a source: a text that begins with a slash is a pointer.
 * @param {Json} value
 * @returns {Source | undefined} undefined for a malformed pointer
 */
export function readSource(value) {
  if (typeof value !== "string" || !value.startsWith("/")) return { literal: value };
  const pointer = readPointer(value);
  return pointer && { pointer };
}

/**
 * Reads a source that may also be a template, such as `charge/{/charge}`.
 * @param {string} text
 * @returns {Source | undefined} undefined for a malformed pointer
 */
export function readTemplate(text) {
  if (text.startsWith("/") || !text.includes("{/")) return readSource(text);
  const template = text
    .split(/(\{\/[^{}]*\})/)
    .map((part, at) => (at % 2 === 1 ? readPointer(part.slice(1, -1)) : part));
  return template.some((part) => part === undefined)
    ? undefined
    : { template: /** @type {(string | string[])[]} */ (template) };
}

/**
 * The value of a source in the arguments of a call, or undefined. In an HTTP call, `/path/0` is a
 * segment of the path and `/query/name` a parameter of the query (http-parameters.mjs).
 * @param {Source} source
 * @param {JsonObject} values
 * @param {boolean} isHttp
 * @returns {Json | undefined}
 */
export function readValue(source, values, isHttp) {
  if ("literal" in source) return source.literal;
  if ("pointer" in source) return lookUp(values, source.pointer, isHttp);
  const parts = source.template.map((part) =>
    typeof part === "string" ? part : textOf(lookUp(values, part, isHttp)),
  );
  return parts.some((part) => part === undefined) ? undefined : parts.join("");
}

/**
 * A text or a number as text.
 * @param {Json | undefined} value
 * @returns {string | undefined}
 */
export function textOf(value) {
  if (typeof value === "number") return JSON.stringify(value);
  return typeof value === "string" && value !== "" ? value : undefined;
}

/**
 * The pointers whose values can be read from a text without loss: a text, alone or as the only one
 * in a template. A number is not: it looks like the text of its digits.
 * @param {Source} source
 * @param {JsonObject} values
 * @returns {string[][]}
 */
export function pointersInText(source, values) {
  if ("literal" in source) return [];
  const pointers =
    "pointer" in source ? [source.pointer] : source.template.filter((part) => typeof part !== "string");
  return pointers.length === 1 && pointers.every((tokens) => typeof valueAt(values, tokens) === "string")
    ? pointers
    : [];
}

/** @param {JsonObject} values @param {string[]} tokens @param {boolean} isHttp */
function lookUp(values, tokens, isHttp) {
  const found = valueAt(values, tokens);
  const [first, second, ...rest] = tokens;
  if (!isHttp || second === undefined) return found;
  if (first === "body" && isInQuery(values, second)) return undefined;
  if (found !== undefined || rest.length > 0) return found;
  if (first === "path") return valueAt(String(values.path).split("/").slice(1), [second]);
  return first === "query" ? queryValue(values, second) : undefined;
}
