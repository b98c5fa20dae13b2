import type { ValidateFunction } from "ajv";
import { CountersignError } from "#lib/kernel/errors";
import type { Action } from "#lib/policy/language/action";
import type { ActionType } from "./action-type.ts";
import { TooMuchWork } from "./metered-ajv.ts";
import { faultOf } from "./params-schema.ts";
import type { Validators } from "./validators.ts";

const mostFaults = 20;

interface Version {
  catalog: ReadonlyMap<string, ActionType>;
  validators: Validators;
}

/**
 * Refuses an action whose params do not match the schema of its type in this version. Unknown types
 * pass: they get the default outcome (invariant 1). Uncheckable actions are refused too: when a
 * stored schema isn't compiled, such as with a pattern from before patterns had to be linear-time or
 * from before schemas had a bounded size, and when the params would take too much work (invariant 23).
 * @throws {CountersignError} `invalid_action`, with the first 20 errors in `details.errors`:
 * `{path, message}`, the path being a JSON Pointer into the ask, such as `/action/params/amount`.
 */
export function checkParams({ catalog, validators }: Version, action: Action): void {
  if (!catalog.has(action.type)) return;
  const validate = validators.get(action.type);
  if (!validate) throw uncheckable(action.type);
  if (isValid(validate, action)) return;
  const errors = (validate.errors ?? []).slice(0, mostFaults);
  throw new CountersignError("invalid_action", `the params are not those of ${action.type}`, {
    userMessage: `The parameters don't match the schema for ${action.type}. See errors.`,
    details: { errors: errors.map((error) => faultOf(error, "/action/params")) },
  });
}

/** The names that a type's schema allows in no params. */
export function refusedNames({ validators }: Version, type: string, names: readonly string[]): string[] {
  const validate = validators.get(type);
  if (!validate || validate(Object.fromEntries(names.map((name) => [name, {}])))) return [];
  const refused = (validate.errors ?? []).flatMap(({ instancePath, params }) =>
    instancePath === "" ? [params.additionalProperty] : [],
  );
  return names.filter((name) => refused.includes(name));
}

/** The action types with an uncompilable schema: every request of such a type is refused. */
export function uncheckableTypes({ catalog, validators }: Version): string[] {
  return [...catalog.keys()].filter((type) => !validators.get(type));
}

function isValid(validate: ValidateFunction, { type, params }: Action): boolean {
  try {
    return validate(params);
  } catch (cause) {
    if (!(cause instanceof TooMuchWork)) throw cause;
    throw new CountersignError("invalid_action", `checking the params of ${type} takes too much work`, {
      userMessage: `These params take too much work to check against the schema of ${type}. Send less data in one request.`,
      cause,
    });
  }
}

function uncheckable(type: string): CountersignError {
  return new CountersignError("invalid_action", `the schema of ${type} cannot be compiled`, {
    userMessage: `Requests of type ${type} can't be checked, because its parameter schema is too large or has a pattern that isn't supported. An admin must correct the action type and publish it.`,
  });
}
