import { foldName, type Json, type JsonObject } from "#client/json/pointer";
import type { Action } from "#lib/policy/language/action";
import { actionTypePattern, longestActionType } from "#lib/text/action-type";
import { CallError } from "../mapping/engine/call-error.ts";
import { defaultType } from "../mapping/engine/default-type.ts";
import { httpMethods } from "../mapping/engine/http-call.ts";
import { readTarget, requireNamedParameters } from "../mapping/engine/http-target.ts";
import { requireAskable } from "../mapping/engine/require-askable.ts";
import type { Evaluation } from "./authzen-schema.ts";

/**
 * The action of an evaluation, with everything that the specification defines: two evaluations never become
 * the same action. `isAgent`: the subject is the agent itself, otherwise a parameter. @throws {CallError}
 */
export function actionOfEvaluation(
  { subject, action, resource, context }: Evaluation,
  { isAgent }: { isAgent: boolean },
): Action {
  const params = paramsOf(action.properties, {
    on_behalf_of: isAgent ? undefined : { type: subject.type, id: subject.id },
    subject: subject.properties,
    resource: resource.properties,
    context,
  });
  requireAskable(params);
  requirePlainAddress(action.name, resource);
  const audience = context?.audience;
  return {
    type: typeOf(action.name, resource.type),
    // The first slash always ends the type.
    resource: `${resource.type.replace(/[%/]/g, encodeURIComponent)}/${resource.id}`,
    params,
    ...(typeof audience === "string" && audience !== "" && { audience }),
  };
}

/** `refund.create`, with a dot, is the action type itself. `can_read` depends on the resource's type. */
function typeOf(name: string, resourceType: string): string {
  const isType =
    name.includes(".") &&
    name.length <= longestActionType &&
    actionTypePattern.test(name) &&
    !name.startsWith("authzen.");
  return isType ? name : defaultType(["authzen", resourceType, name]);
}

const methods = new Set(
  [
    ...httpMethods,
    ..."CONNECT TRACE QUERY COPY MOVE PROPFIND PROPPATCH MKCOL LOCK UNLOCK LINK UNLINK PURGE REPORT".split(
      " ",
    ),
  ].map((name) => name.toLowerCase()),
);

/** Whether a word of a name is, or looks like, an HTTP method: `http.get`, `PURGE`. */
function isMethodName(name: string): boolean {
  return name.split(/[^A-Za-z]+/).some((word) => /^[A-Z]{3,}$/.test(word) || methods.has(word.toLowerCase()));
}

/**
 * Refuses an HTTP call whose address two servers could read differently. API gateways name the method as the
 * action, and the address in the resource: its ID, such as `/todos/{id}`, or a property such as `path`.
 */
function requirePlainAddress(action: string, { id, properties = {} }: Evaluation["resource"]): void {
  if (!isMethodName(action)) return;
  for (const text of [id.replace(/\{[\w-]+\}/g, "x"), ...textsIn(properties)]) {
    const target = text.replace(/[a-z][a-z0-9+.-]*:\/\/[^/?#\\\s]*/gi, "");
    if (target.startsWith("/")) requireNamedParameters(readTarget(target).path);
    else if (hostileParts.test(target.split("?", 1)[0] ?? ""))
      throw new CallError("/resource", "contains a path that servers could read differently");
  }
}

// A backslash, an empty or dot segment also before `;`, and an escape of these or of bytes that
// aren't UTF-8.
const hostileParts =
  /[\\\0]|\/\/|(?:^|[/\s])(?:\.|%2e|%20)+(?:[/;#\s]|%3b|%23|$)|%(?:2[ef5]|5c|[01][0-9a-f]|c[01]|3b)/i;

function textsIn(value: Json): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

const reserved = new Set(["action", "on_behalf_of", "subject", "resource", "context"].map(foldName));

/** The action's properties are the params; all in `action` if one has an entity's name. */
function paramsOf(properties: JsonObject = {}, others: Record<string, JsonObject | undefined>): JsonObject {
  const isNested = Object.keys(properties).some((name) => reserved.has(foldName(name)));
  const params: JsonObject = isNested ? { action: properties } : { ...properties };
  for (const [name, value] of Object.entries(others)) if (value !== undefined) params[name] = value;
  return params;
}
