// @ts-check
import { Fault } from "../fault.mjs";
import { parseStrictJson } from "../json/strict-json.mjs";

/** @typedef {import("../json/action-digest.mjs").Action} Action */
/** @typedef {import("../fault.mjs").JsonObject} JsonObject */

/** Options for an action, apart from its type. */
export const actionOptions = Object.freeze({
  resource: /** @type {import("../options.mjs").OptionKind} */ ({ type: "string" }),
  audience: /** @type {import("../options.mjs").OptionKind} */ ({ type: "string" }),
  param: /** @type {import("../options.mjs").OptionKind} */ ({ type: "string", multiple: true }),
  params: /** @type {import("../options.mjs").OptionKind} */ ({ type: "string" }),
});

/**
 * The action that the options describe. `--param k=v` adds to, and wins over, `--params`.
 * @param {string} type
 * @param {{resource?: string, audience?: string, param?: string[], params?: string}} options
 * @returns {Action}
 */
export function readAction(type, { resource, audience, param = [], params = "{}" }) {
  /** @type {any} */
  const action = { type };
  if (resource !== undefined) action.resource = resource;
  action.params = { ...readObject(params, "--params"), ...Object.fromEntries(param.map(readParam)) };
  if (audience !== undefined) action.audience = audience;
  return action;
}

/**
 * Reads JSON and refuses everything except an object.
 * @param {string} text
 * @param {string} what for the message
 * @returns {any}
 */
export function readObject(text, what) {
  const value = parseStrictJson(text, what);
  if (value === null || typeof value !== "object" || Array.isArray(value))
    throw new Fault("usage", `${what} must be a JSON object`);
  return value;
}

/**
 * `name=value`: the value is JSON where it reads as JSON, else text. `--param id='"42"'` is the
 * text 42.
 * @param {string} text
 * @returns {[string, import("../fault.mjs").Json]}
 */
function readParam(text) {
  const at = text.indexOf("=");
  const [name, value] = [text.slice(0, at), text.slice(at + 1)];
  if (at < 1 || name === "__proto__") throw new Fault("usage", `--param takes name=value, not ${text}`);
  return [name, isJson(value) ? parseStrictJson(value, `--param ${name}`) : value];
}

/** @param {string} text */
function isJson(text) {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
