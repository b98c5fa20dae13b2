// @ts-check
import { foldName } from "../../json/fold-name.mjs";

/** @typedef {import("./call.mjs").Json} Json */
/** @typedef {import("./call.mjs").JsonObject} JsonObject */

/**
 * The value of a parameter of the query, or undefined unless every server reads this one: the
 * parameter occurs once, no other one could be taken for it, and the body has none of its name.
 * @param {JsonObject} values the arguments of an HTTP call
 * @param {string} name
 * @returns {string | undefined}
 */
export function queryValue(values, name) {
  const query = textOf(values.query);
  // Some servers separate parameters by a semicolon, and Traefik changes it into an ampersand.
  if (query.includes(";")) return undefined;
  const [only, ...others] = parametersLike(query, name);
  if (others.length > 0 || only?.[0] !== name || hasNameLike(values.body, name)) return undefined;
  return only[1];
}

/**
 * Whether the query has a parameter that a server could take for a member of the body. Frameworks
 * such as Rails merge the two.
 * @param {JsonObject} values
 * @param {string} name
 */
export function isInQuery(values, name) {
  const query = textOf(values.query);
  return parametersLike(query.replaceAll(";", "&"), name).length > 0;
}

/** @param {string} query @param {string} name */
function parametersLike(query, name) {
  return [...new URLSearchParams(query)].filter(([other]) => isAlike(other, name));
}

/** @param {Json | undefined} body @param {string} name */
function hasNameLike(body, name) {
  if (typeof body === "string") return parametersLike(body, name).length > 0;
  return typeof body === "object" && body !== null && Object.keys(body).some((other) => isAlike(other, name));
}

/** @param {string} one @param {string} other */
function isAlike(one, other) {
  const readings = readingsOf(one);
  return readingsOf(other).some((reading) => readings.includes(reading));
}

/**
 * How servers read a name: without case and without spaces around it, and cut at `[`, `.` or U+0000
 * or, as PHP does, with an underscore in their place.
 * @param {string} name
 */
function readingsOf(name) {
  const folded = foldName(name.trim());
  return [folded.replace(/[[.\0].*$/s, "").trim(), folded.replace(/[[.\0\s]/g, "_")];
}

/** @param {Json | undefined} value */
function textOf(value) {
  return typeof value === "string" ? value : "";
}
