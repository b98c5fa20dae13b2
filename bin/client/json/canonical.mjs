// @ts-check
import { createHash } from "node:crypto";
import { Fault } from "../fault.mjs";

/** @typedef {import("../fault.mjs").Json} Json */

/**
 * @typedef {{type: string, resource?: string, params: {[name: string]: Json}, audience?: string}}
 * Action
 */

/**
 * The canonical text of a JSON value: RFC 8785 (JSON Canonicalization Scheme). Members are sorted
 * by UTF-16 code units, like JavaScript string comparison; numbers and strings are written as
 * ECMAScript writes them. Members with the value undefined are left out.
 * @param {Json | undefined} value
 * @returns {string}
 */
export function canonicalJson(value) {
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "number") return canonicalNumber(value);
  if (typeof value === "string") return canonicalString(value);
  if (Array.isArray(value)) return `[${value.map((element) => canonicalJson(element)).join(",")}]`;
  if (typeof value !== "object") throw new Fault("usage", "this value has no JSON form");
  const members = Object.keys(value)
    .filter((name) => value[name] !== undefined)
    .sort()
    .map((name) => `${canonicalString(name)}:${canonicalJson(value[name])}`);
  return `{${members.join(",")}}`;
}

/**
 * What an approval is bound to: base64url(SHA-256(JCS({agent, type, resource?, params,
 * audience?}))).
 * @param {string} agent
 * @param {Action} action
 * @returns {string}
 */
export function actionDigest(agent, action) {
  const { type, resource, params, audience } = action;
  const text = canonicalJson({ agent, type, resource, params, audience });
  return createHash("sha256").update(text).digest("base64url");
}

/** @param {number} value @returns {string} */
function canonicalNumber(value) {
  if (!Number.isFinite(value))
    throw new Fault("usage", "NaN and Infinity aren't JSON (RFC 8785 section 3.2.2.3)");
  return JSON.stringify(value);
}

/** @param {string} value @returns {string} */
function canonicalString(value) {
  if (/\p{Cs}/u.test(value))
    throw new Fault("usage", "a lone surrogate isn't text (RFC 8785 section 3.2.2.2)");
  return JSON.stringify(value);
}
