import type { JsonObject } from "#lib/boundary/mapping/call.mjs";
import { defaultType } from "#lib/boundary/mapping/default-type.mjs";
import { readTarget, requireNamedParameters } from "#lib/boundary/mapping/http-target.mjs";
import { requireAskable } from "#lib/boundary/mapping/require-askable.mjs";
import { foldName } from "#lib/json/fold-name.mjs";
import type { Action } from "#lib/policy/language/action";
import { actionTypePattern, longestActionType } from "#lib/text/action-type.mjs";
import type { Evaluation } from "./authzen-schema.ts";

/**
 * The action that an evaluation asks for. Nothing that the specification defines is left out, and
 * two evaluations that differ never become the same action. `isAgent`: whether the subject is the
 * agent itself; any other subject is a parameter.
 * @throws {CallError} if no request can describe the evaluation.
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

/**
 * A name with dots, such as `refund.create`, is the action type itself, so that the policy's rules
 * for the type apply. Any other name, such as `can_read`, means something else for each type of
 * resource.
 */
function typeOf(name: string, resourceType: string): string {
  const isType =
    name.includes(".") &&
    name.length <= longestActionType &&
    actionTypePattern.test(name) &&
    !name.startsWith("authzen.");
  return isType ? name : defaultType(["authzen", resourceType, name]);
}

/**
 * Refuses an evaluation about an HTTP call whose address two servers could read differently. API
 * gateways name the method as the action, and the address in the resource: its ID, which may be a
 * route such as `/todos/{id}`, and the properties `path` and `uri`.
 */
function requirePlainAddress(method: string, { id, properties = {} }: Evaluation["resource"]): void {
  if (!/^(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)$/i.test(method)) return;
  for (const given of [id.replace(/\{[\w-]+\}/g, "x"), properties.path, properties.uri]) {
    const target = typeof given === "string" ? given.replace(/^https?:\/\/[^/?#\\]*/i, "") : "";
    if (!target.startsWith("/")) continue;
    requireNamedParameters(readTarget(target).path);
  }
}

const reserved = new Set(["action", "on_behalf_of", "subject", "resource", "context"].map(foldName));

/**
 * The properties of the action are the params, as in an ask of an agent. If one of them has the name
 * of an entity, they are all in `action`.
 */
function paramsOf(properties: JsonObject = {}, others: Record<string, JsonObject | undefined>): JsonObject {
  const isNested = Object.keys(properties).some((name) => reserved.has(foldName(name)));
  const params: JsonObject = isNested ? { action: properties } : { ...properties };
  for (const [name, value] of Object.entries(others)) if (value !== undefined) params[name] = value;
  return params;
}
