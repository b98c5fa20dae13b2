// @ts-check
import { foldName } from "../../../json/fold-name.mjs";
import { actionTypePattern, addedNames, longestActionType } from "../../../text/action-type.mjs";
import { CallError } from "./call-error.mjs";
import { MappingError } from "./mapping-error.mjs";
import { readMembers, requireEntries, requireText } from "./members.mjs";
import { requireAskable } from "./require-askable.mjs";
import { readSource, readTemplate } from "./source.mjs";

/** @typedef {import("./source.mjs").Source} Source */

/**
 * A rule of a mapping. `fixesAudience`: the audience is a text and no pointer. `namesTool`: the name of
 * the call, and with it its place, is a param.
 * @typedef {object} Rule
 * @property {string} tool glob
 * @property {string} type
 * @property {Source} [resource]
 * @property {Source} [audience]
 * @property {readonly (readonly [name: string, source: Source])[]} [params]
 * @property {boolean} fixesAudience
 * @property {boolean} namesTool
 */

/** The longest resource and audience that the server accepts. */
export const longestResource = 500;
const longestGlob = 1000;
const mostParams = 100;
const membersOfRule = /** @type {const} */ (["tool", "type", "resource", "audience", "params"]);

/**
 * @param {unknown} value
 * @param {string} path
 * @returns {Rule}
 * @throws {MappingError}
 */
export function readRule(value, path) {
  const members = readMembers(value, path, membersOfRule);
  const tool = requireText(members.tool, `${path}/tool`, longestGlob);
  const type = requireText(members.type, `${path}/type`, longestActionType);
  if (!actionTypePattern.test(type))
    throw new MappingError(`${path}/type`, "must be lower-case words joined by dots, such as refund.create");
  /** @type {Rule} */
  const rule = { tool, type, fixesAudience: false, namesTool: true };
  for (const name of /** @type {const} */ (["resource", "audience"])) {
    if (members[name] === undefined) continue;
    const text = requireText(members[name], `${path}/${name}`, longestResource);
    rule[name] = required(name === "resource" ? readTemplate(text) : readSource(text), `${path}/${name}`);
  }
  if (members.params !== undefined) rule.params = readParams(members.params, `${path}/params`);
  requireOwnType(rule, path);
  rule.fixesAudience = rule.audience !== undefined && "literal" in rule.audience;
  rule.namesTool = tool.includes("*") || !rule.fixesAudience;
  return rule;
}

/** Whether Countersign itself uses a name in params. @param {string} name */
export function isReserved(name) {
  return addedNames.map(foldName).includes(foldName(name));
}

/**
 * The {@link addedNames} that the calls of a rule can have. For one with a fixed audience, `arguments`
 * is left out: whether a call has it depends on the arguments alone.
 * @param {Rule} rule
 * @returns {string[]}
 */
export function namesAddedBy({ type, params, audience, fixesAudience, namesTool }) {
  if (isDefaultType(type)) return [];
  const hasArguments = !fixesAudience && (audience !== undefined || params !== undefined);
  return addedNames.filter((name) => (name === "tool" ? namesTool : hasArguments));
}

/**
 * The types of calls without a rule belong to those calls: a rule may only give a tool its own, to
 * add a resource or an audience. Then the rule keeps the params, because the same type with other
 * params would be the action of another call.
 * @param {Rule} rule
 * @param {string} path
 */
function requireOwnType({ tool, type, params }, path) {
  if (!isDefaultType(type)) return;
  if (tool.includes("*") || params)
    throw new MappingError(
      `${path}/type`,
      "must not begin with mcp, http, tool or authzen in a rule for several tools or with params",
    );
}

/**
 * Whether a type is one that only calls without a rule have (default-type.mjs).
 * @param {string} type
 */
export function isDefaultType(type) {
  return /^(?:mcp|http|tool|authzen)(?:\.|$)/.test(type);
}

/** @param {unknown} value @param {string} path */
function readParams(value, path) {
  const entries = requireEntries(value, path);
  if (entries.length > mostParams) throw new MappingError(path, `has more than ${mostParams} params`);
  requireJson(value, path);
  return entries.map(([name, place, source]) => {
    if (isReserved(name)) throw new MappingError(place, "is a name that Countersign uses itself");
    const read = readSource(/** @type {import("./call.mjs").Json} */ (source));
    return /** @type {const} */ ([name, required(read, place)]);
  });
}

/** @param {unknown} value @param {string} path */
function requireJson(value, path) {
  try {
    requireAskable(/** @type {import("./call.mjs").Json} */ (value));
  } catch (error) {
    if (!(error instanceof CallError)) throw error;
    throw new MappingError(`${path}${error.path}`, error.reason);
  }
}

/** @param {Source | undefined} source @param {string} path @returns {Source} */
function required(source, path) {
  if (source) return source;
  throw new MappingError(path, "isn't a JSON Pointer (RFC 6901)");
}
