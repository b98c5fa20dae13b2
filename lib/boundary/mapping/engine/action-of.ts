import type { Json, JsonObject } from "#client/json/pointer";
import { isCovered } from "#client/json/pointer";
import { fitsGlob } from "#lib/text/glob";
import type { Call, Description, McpCall } from "./call.ts";
import { describeCall } from "./call.ts";
import { CallError } from "./call-error.ts";
import { defaultType } from "./default-type.ts";
import { requireNamedParameters } from "./http-target.ts";
import { isText } from "./members.ts";
import type { Mapping } from "./read-mapping.ts";
import type { Rule } from "./read-rule.ts";
import { isDefaultType, isReserved, longestResource } from "./read-rule.ts";
import { requireAskable } from "./require-askable.ts";
import type { Source } from "./source.ts";
import { pointersInText, readValue, textOf } from "./source.ts";

/** What an agent asks for. The same as the wire's `action` (docs/agents.md). */
export interface Action {
  type: string;
  resource?: string;
  params: JsonObject;
  audience?: string;
}

export interface Mapped {
  action: Action;
  /** The rule that made the action, counted from 0. */
  rule?: number;
  /** The matching rule that doesn't fit the arguments: it then counts as absent. */
  failure?: { rule: number; reason: string };
}

/**
 * The action of a call. Without a fitting rule, its type is outside the catalog, and never auto-approved. Two
 * calls never become the same action, except by rules of two mappings that fix the same audience.
 * @throws {CallError} if no request can describe the call
 */
export function actionOf(mapping: Mapping, call: Call): Mapped {
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

/** The action of a call of a tool that isn't accepted: never auto-approved. @throws {CallError} */
export function unreviewedAction(
  call: McpCall,
  { description, schema }: { description: string; schema: string },
): Action {
  const { arguments: given } = describeCall(call);
  const params = { server: call.server, tool: call.tool, description, schema, arguments: given };
  requireAskable(params);
  return { type: "tool.unreviewed", params };
}

/** The index of the first rule that applies. */
function findRule({ rules, exact, globs }: Mapping, { name, parts }: Description): number | undefined {
  // A client's own tool could have the name of an MCP server's tool.
  if (parts[0] === "tool") return undefined;
  const ownType = defaultType(parts);
  const applies = (at: number) => {
    const { tool, type } = rules[at] as Rule;
    return fitsGlob(tool, name) && (!isDefaultType(type) || type === ownType);
  };
  const first = exact.get(name)?.find(applies);
  const glob = globs.find((at) => (first === undefined || at < first) && applies(at));
  return glob ?? first;
}

function unmapped({ parts, arguments: params }: Description): Action {
  return { type: defaultType(parts), params };
}

/** @throws {CallError} if the rule doesn't fit the arguments */
function mapped(rule: Rule, description: Description): Action {
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
 * Without a fixed audience, the params alone give name and arguments. A fixed audience says where the grant
 * is valid: the name may be left out, and each argument that is elsewhere in the action.
 */
function paramsOf(rule: Rule, description: Description): JsonObject {
  const { arguments: given, name } = description;
  // The type names the tool.
  if (isDefaultType(rule.type)) return given;
  const params: JsonObject = rule.namesTool ? { tool: name } : {};
  for (const [member, source] of rule.params ?? []) params[member] = param(member, source, description);
  if (isWhole(rule, given)) return { ...params, ...given };
  const isComplete = Object.keys(given).length === 0 || isCovered(given, covered(rule, description));
  return rule.fixesAudience && isComplete ? params : { ...params, arguments: given };
}

/** Whether the params are the arguments under their own names. An audience from the call rules that out. */
function isWhole({ params, audience, fixesAudience }: Rule, given: JsonObject) {
  if (audience && !fixesAudience) return false;
  const names = Object.keys(given);
  if (!params) return !names.some(isReserved);
  if (params.length !== names.length) return false;
  return params.every(
    ([name, source]) => "pointer" in source && source.pointer.length === 1 && source.pointer[0] === name,
  );
}

/** Values that the action contains without loss: in a param, the resource, the audience or the name. */
function covered({ params = [], resource, audience }: Rule, { arguments: given, named }: Description) {
  return [
    ...named.map((name) => [name]),
    ...params.flatMap(([, source]) => ("pointer" in source ? [source.pointer] : [])),
    ...[resource, audience].flatMap((source) => (source ? pointersInText(source, given) : [])),
  ];
}

function param(member: string, source: Source, description: Description): Json {
  const value = readValue(source, description.arguments, isHttp(description));
  if (value === undefined) throw new CallError("", `params/${member}: the call has no such value`);
  return value;
}

function textAt(member: string, source: Source, description: Description): string {
  const text = textOf(readValue(source, description.arguments, isHttp(description)));
  if (isText(text, longestResource)) return text;
  throw new CallError("", `${member}: the call has no text of 1 to ${longestResource} characters there`);
}

function isHttp({ parts }: Description) {
  return parts[0] === "http";
}
