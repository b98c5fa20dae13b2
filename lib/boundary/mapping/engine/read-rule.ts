import { foldName, type Json } from "#client/json/pointer";
import { actionTypePattern, addedNames, longestActionType } from "#lib/text/action-type";
import { CallError } from "./call-error.ts";
import { MappingError } from "./mapping-error.ts";
import { readMembers, requireEntries, requireText } from "./members.ts";
import { requireAskable } from "./require-askable.ts";
import { readSource, readTemplate, type Source } from "./source.ts";

/** `fixesAudience`: the audience has no pointers. `namesTool`: the call's name is a param. */
export interface Rule {
  /** Glob. */
  tool: string;
  type: string;
  resource?: Source;
  audience?: Source;
  params?: readonly (readonly [name: string, source: Source])[];
  fixesAudience: boolean;
  namesTool: boolean;
}

/** The longest resource and audience that the server accepts. */
export const longestResource = 500;
const longestGlob = 1000;
const mostParams = 100;
const membersOfRule = ["tool", "type", "resource", "audience", "params"] as const;

/** @throws {MappingError} */
export function readRule(value: unknown, path: string): Rule {
  const members = readMembers(value, path, membersOfRule);
  const tool = requireText(members.tool, `${path}/tool`, longestGlob);
  const type = requireText(members.type, `${path}/type`, longestActionType);
  if (!actionTypePattern.test(type))
    throw new MappingError(`${path}/type`, "must be lower-case words joined by dots, such as refund.create");
  const rule: Rule = { tool, type, fixesAudience: false, namesTool: true };
  for (const name of ["resource", "audience"] as const) {
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

/** Whether Countersign itself uses a name in params. */
export function isReserved(name: string) {
  return addedNames.map(foldName).includes(foldName(name));
}

/** The {@link addedNames} of a rule's calls. With a fixed audience, `arguments` depends on the call. */
export function namesAddedBy({ type, params, audience, fixesAudience, namesTool }: Rule): string[] {
  if (isDefaultType(type)) return [];
  const hasArguments = !fixesAudience && (audience !== undefined || params !== undefined);
  return addedNames.filter((name) => (name === "tool" ? namesTool : hasArguments));
}

/**
 * Types of calls without a rule belong to those calls. A rule may give a tool only its own type, to add a
 * resource or an audience, and keeps the params: the type with other params is another call's action.
 */
function requireOwnType({ tool, type, params }: Rule, path: string) {
  if (!isDefaultType(type)) return;
  if (tool.includes("*") || params)
    throw new MappingError(
      `${path}/type`,
      "must not begin with mcp, http, tool or authzen in a rule for several tools or with params",
    );
}

/** Whether a type is reserved for calls without a rule (default-type.ts). */
export function isDefaultType(type: string) {
  return /^(?:mcp|http|tool|authzen)(?:\.|$)/.test(type);
}

function readParams(value: unknown, path: string) {
  const entries = requireEntries(value, path);
  if (entries.length > mostParams) throw new MappingError(path, `has more than ${mostParams} params`);
  requireJson(value, path);
  return entries.map(([name, place, source]) => {
    if (isReserved(name)) throw new MappingError(place, "is a name that Countersign uses itself");
    const read = readSource(source as Json);
    return [name, required(read, place)] as const;
  });
}

function requireJson(value: unknown, path: string) {
  try {
    requireAskable(value as Json);
  } catch (error) {
    if (!(error instanceof CallError)) throw error;
    throw new MappingError(`${path}${error.path}`, error.reason);
  }
}

function required(source: Source | undefined, path: string): Source {
  if (source) return source;
  throw new MappingError(path, "isn't a JSON Pointer (RFC 6901)");
}
