import type { ValidateFunction } from "ajv";
import { CountersignError } from "#lib/errors";
import type { Action } from "#lib/policy/language/action";
import type { ActionType } from "./action-type.ts";
import { TooMuchWork } from "./metered-ajv.ts";
import { compileParamsSchema, faultOf } from "./params-schema.ts";
import { subschemasOf } from "./schema-keywords.ts";

const mostFaults = 20;

/** The action types of a loaded version, by name. */
type Catalogue = ReadonlyMap<string, ActionType>;

// Validators by loaded version, and freed with it. A type's validator is compiled for the type's
// first request.
const validators = new WeakMap<Catalogue, Map<string, ValidateFunction | null>>();

/**
 * Refuses an action whose params do not match the schema of its type in this version. Unknown types
 * pass: they get the default outcome (invariant 1). Uncheckable actions are refused too: when a
 * stored schema no longer compiles, such as with a pattern from before patterns had to be
 * linear-time, and when the params would take too much work (invariant 23).
 * @throws {CountersignError} `invalid_action`, with the first 20 errors in `details.errors`:
 * `{path, message}`, the path being a JSON Pointer into the ask, such as `/action/params/amount`.
 */
export function checkParams({ catalogue }: { catalogue: Catalogue }, action: Action): void {
  const entry = catalogue.get(action.type);
  if (!entry) return;
  const validate = validatorOf(catalogue, action.type, entry.schema);
  if (!validate) throw uncheckable(action.type);
  if (isValid(validate, action)) return;
  const errors = (validate.errors ?? []).slice(0, mostFaults);
  throw new CountersignError("invalid_action", `the params are not those of ${action.type}`, {
    userMessage: `The parameters don't match the schema for ${action.type}. See errors.`,
    details: { errors: errors.map((error) => faultOf(error, "/action/params")) },
  });
}

/**
 * The action types of a version with an uncompilable schema: every request of such a type is
 * refused.
 */
export function uncheckableTypes({ catalogue }: { catalogue: Catalogue }): string[] {
  const withPatterns = [...catalogue.values()].filter(({ schema }) => hasPattern(schema));
  return withPatterns
    .map(({ type, schema }) => ({ type, validate: validatorOf(catalogue, type, schema) }))
    .filter(({ validate }) => validate === null)
    .map(({ type }) => type);
}

// A published schema without patterns compiles: publishing compiled it by the same rules.
function hasPattern(schema: Record<string, unknown>): boolean {
  return [...subschemasOf(schema)].some(
    ({ schema: subschema }) => subschema.pattern !== undefined || subschema.patternProperties !== undefined,
  );
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
    userMessage: `Requests of type ${type} can't be checked, because its parameter schema has a pattern that isn't supported. An admin must correct the action type and publish it.`,
  });
}

/** The validator of a type, null when its schema cannot be compiled. */
function validatorOf(
  catalogue: Catalogue,
  type: string,
  schema: Record<string, unknown>,
): ValidateFunction | null {
  const ofCatalogue = validators.get(catalogue) ?? new Map<string, ValidateFunction | null>();
  validators.set(catalogue, ofCatalogue);
  const known = ofCatalogue.get(type);
  if (known !== undefined) return known;
  const validate = compiled(schema);
  ofCatalogue.set(type, validate);
  return validate;
}

function compiled(schema: Record<string, unknown>): ValidateFunction | null {
  try {
    return compileParamsSchema(schema);
  } catch {
    return null;
  }
}
