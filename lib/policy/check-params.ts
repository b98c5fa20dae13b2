import type { ValidateFunction } from "ajv";
import { CountersignError } from "#lib/errors";
import type { Action } from "./action.ts";
import type { LoadedPolicy } from "./load.ts";
import { compileParamsSchema, faultOf } from "./params-schema.ts";

const mostFaults = 20;

// Beside each loaded version, and gone with it. A type's validator is made when the first request of the type comes.
const validators = new WeakMap<LoadedPolicy, Map<string, ValidateFunction>>();

/**
 * Refuses an action whose params are not what this version's catalogue says of its type. Types that it does not know pass: they get
 * the default outcome (invariant 1).
 * @throws {CountersignError} `invalid_action`, with the first 20 faults in `details.errors`: `{path, message}`, the path being a JSON
 *   Pointer into the ask, such as `/action/params/amount`.
 */
export function checkParams(policy: LoadedPolicy, action: Action): void {
  const entry = policy.catalogue.get(action.type);
  if (!entry) return;
  const validate = validatorOf(policy, action.type, entry.schema);
  if (validate(action.params)) return;
  const errors = (validate.errors ?? []).slice(0, mostFaults);
  throw new CountersignError("invalid_action", `the params are not those of ${action.type}`, {
    userMessage: `The params do not have the form that ${action.type} has in the action catalogue: see errors.`,
    details: { errors: errors.map((error) => faultOf(error, "/action/params")) },
  });
}

function validatorOf(policy: LoadedPolicy, type: string, schema: Record<string, unknown>): ValidateFunction {
  const kept = validators.get(policy) ?? new Map<string, ValidateFunction>();
  validators.set(policy, kept);
  const validate = kept.get(type) ?? compileParamsSchema(schema);
  kept.set(type, validate);
  return validate;
}
