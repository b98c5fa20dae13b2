// @ts-check

import { isCovered } from "../../../json/pointer.mjs";
import { fitsGlob } from "../../../text/glob.mjs";
import { describeCall } from "./call.mjs";
import { CallError } from "./call-error.mjs";
import { defaultType } from "./default-type.mjs";
import { requireNamedParameters } from "./http-target.mjs";
import { isText } from "./members.mjs";
import { isDefaultType, isReserved, longestResource } from "./read-rule.mjs";
import { requireAskable } from "./require-askable.mjs";
import { pointersInText, readValue, textOf } from "./source.mjs";

/** @typedef {import("./call.mjs").Call} Call */
/** @typedef {import("./call.mjs").Description} Description */
/** @typedef {import("./call.mjs").Json} Json */
/** @typedef {import("./call.mjs").JsonObject} JsonObject */
/** @typedef {import("./read-mapping.mjs").Mapping} Mapping */
/** @typedef {import("./read-rule.mjs").Rule} Rule */
/** @typedef {import("./source.mjs").Source} Source */

/**
 * What an agent asks for. The same as the wire's `action` (docs/agents.md).
 * @typedef {{type: string, resource?: string, params: JsonObject, audience?: string}} Action
 */

/**
 * The action of a call, and how it came about.
 * @typedef {object} Mapped
 * @property {Action} action
 * @property {number} [rule] the rule that made the action, counted from 0
 * @property {{rule: number, reason: string}} [failure] the rule that matched but doesn't fit the
 * arguments, so that the call is treated as one without a rule
 */

/**
 * The action that a call becomes. Never none: a call that no rule fits has a type of its own, which
 * the catalog doesn't know and which is therefore never auto-approved. Two calls that differ never
 * become the same action, whichever mappings they come through. The one exception: rules of two
 * mappings that both fix the same audience.
 * @param {Mapping} mapping
 * @param {Call} call
 * @returns {Mapped}
 * @throws {CallError} if no request can describe the call
 */
export function actionOf(mapping, call) {
  const description = describeCall(call);
  requireAskable(description.arguments);
  const rule = findRule(mapping, description);
  const found = rule === undefined ? undefined : mapping.rules[rule];
  if (call.kind === "http") requireNamedParameters(call.path, found?.tool);
  if (rule === undefined || !found) return { action: unmapped(description) };
  try {
    return { action: mapped(found, description), rule };
  } catch (error) {
    if (!(error instanceof CallError)) throw error;
    return { action: unmapped(description), failure: { rule, reason: error.message } };
  }
}

/**
 * The action of a call of a tool that isn't accepted (lib/boundary/pins). The catalog can't know
 * this type, so that the call is never auto-approved.
 * @param {import("./call.mjs").McpCall} call
 * @param {{description: string, schema: string}} hashes what the tool looks like now
 * @returns {Action}
 * @throws {CallError}
 */
export function unreviewedAction(call, { description, schema }) {
  const { arguments: given } = describeCall(call);
  const params = { server: call.server, tool: call.tool, description, schema, arguments: given };
  requireAskable(params);
  return { type: "tool.unreviewed", params };
}

/**
 * The index of the first rule that applies.
 * @param {Mapping} mapping
 * @param {Description} description
 * @returns {number | undefined}
 */
function findRule({ rules, exact, globs }, { name, parts }) {
  // A client's own tool could have the name of an MCP server's tool.
  if (parts[0] === "tool") return undefined;
  const ownType = defaultType(parts);
  const applies = (/** @type {number} */ at) => {
    const { tool, type } = /** @type {Rule} */ (rules[at]);
    return fitsGlob(tool, name) && (!isDefaultType(type) || type === ownType);
  };
  const first = exact.get(name)?.find(applies);
  const glob = globs.find((at) => (first === undefined || at < first) && applies(at));
  return glob ?? first;
}

/** @param {Description} description @returns {Action} */
function unmapped({ parts, arguments: params }) {
  return { type: defaultType(parts), params };
}

/**
 * @param {Rule} rule
 * @param {Description} description
 * @returns {Action}
 * @throws {CallError} if the rule doesn't fit the arguments
 */
function mapped(rule, description) {
  const params = paramsOf(rule, description);
  requireAskable(params);
  return {
    type: rule.type,
    ...(rule.resource && { resource: textAt("resource", rule.resource, description) }),
    params,
    ...(rule.audience && { audience: textAt("audience", rule.audience, description) }),
  };
}

/**
 * A rule that fixes no audience leaves nothing to the mapping: name and arguments of the call can be
 * read from the params alone. A rule that does fixes where the grant is valid, so that the name may
 * be left out, and each argument that is elsewhere in the action.
 * @param {Rule} rule
 * @param {Description} description
 * @returns {JsonObject}
 */
function paramsOf(rule, description) {
  const { arguments: given, name } = description;
  // The type names the tool.
  if (isDefaultType(rule.type)) return given;
  /** @type {JsonObject} */
  const params = rule.namesTool ? { tool: name } : {};
  for (const [member, source] of rule.params ?? []) params[member] = param(member, source, description);
  if (isWhole(rule, given)) return { ...params, ...given };
  const isComplete = Object.keys(given).length === 0 || isCovered(given, covered(rule, description));
  return rule.fixesAudience && isComplete ? params : { ...params, arguments: given };
}

/**
 * Whether the arguments are params under their own names, and nothing else is a param. Never with an
 * audience from the call: another mapping could fix the same one, and leave more out.
 * @param {Rule} rule
 * @param {JsonObject} given
 */
function isWhole({ params, audience, fixesAudience }, given) {
  if (audience && !fixesAudience) return false;
  const names = Object.keys(given);
  if (!params) return !names.some(isReserved);
  if (params.length !== names.length) return false;
  return params.every(
    ([name, source]) => "pointer" in source && source.pointer.length === 1 && source.pointer[0] === name,
  );
}

/**
 * The pointers to values that the action contains without loss: in a param, as the whole resource or
 * audience, or in the name of the tool.
 * @param {Rule} rule
 * @param {Description} description
 */
function covered({ params = [], resource, audience }, { arguments: given, named }) {
  return [
    ...named.map((name) => [name]),
    ...params.flatMap(([, source]) => ("pointer" in source ? [source.pointer] : [])),
    ...[resource, audience].flatMap((source) => (source ? pointersInText(source, given) : [])),
  ];
}

/** @param {string} member @param {Source} source @param {Description} description @returns {Json} */
function param(member, source, description) {
  const value = readValue(source, description.arguments, isHttp(description));
  if (value === undefined) throw new CallError("", `params/${member}: the call has no such value`);
  return value;
}

/** @param {string} member @param {Source} source @param {Description} description @returns {string} */
function textAt(member, source, description) {
  const text = textOf(readValue(source, description.arguments, isHttp(description)));
  if (isText(text, longestResource)) return text;
  throw new CallError("", `${member}: the call has no text of 1 to ${longestResource} characters there`);
}

/** @param {Description} description */
function isHttp({ parts }) {
  return parts[0] === "http";
}
