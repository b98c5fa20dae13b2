import { setImmediate } from "node:timers/promises";
import type { ValidateFunction } from "ajv";
import type { ActionType } from "./action-type.ts";
import { compileParamsSchema, sizeFault } from "./params-schema.ts";
import { mostOfPolicy, schemaSize } from "./schema/schema-size.ts";

/** The validator of each action type; null for a schema that can't be compiled in bounded time. */
export type Validators = ReadonlyMap<string, ValidateFunction | null>;

interface Compiled {
  /** The validator, or the error that compiling shows. */
  outcome: ValidateFunction | string;
  size: number;
}

// By the schema's text: most schemas stay the same from one version to the next.
const compiled = new Map<string, Compiled>();
let sizeOfCompiled = 0;

/** Compiles a version's schemas before its first request. Other calls are answered in between. */
export async function compileValidators(catalog: Pick<ActionType, "type" | "schema">[]): Promise<Validators> {
  const validators = new Map<string, ValidateFunction | null>();
  let size = 0;
  for (const { type, schema } of catalog) {
    size += schemaSize(schema);
    // A version from before the bound can have larger schemas: requests of these types are refused.
    const outcome = size > mostOfPolicy ? "too large" : await outcomeOf(schema);
    validators.set(type, typeof outcome === "string" ? null : outcome);
  }
  return validators;
}

/** Tries in this thread whether schemas compile: the error of each, in the same order. */
export async function tryHere(schemas: Record<string, unknown>[]): Promise<(string | undefined)[]> {
  const faults: (string | undefined)[] = [];
  for (const schema of schemas) {
    const outcome = await outcomeOf(schema);
    faults.push(typeof outcome === "string" ? outcome : undefined);
  }
  return faults;
}

/** Compiles a schema, or returns what the first of several concurrent calls compiles. */
async function outcomeOf(schema: Record<string, unknown>): Promise<Compiled["outcome"]> {
  const text = JSON.stringify(schema);
  if (!compiled.has(text)) await setImmediate();
  // Read after the pause: another call may have compiled the schema by now.
  const known = compiled.get(text);
  const { outcome, size } = known ?? { outcome: compile(schema), size: schemaSize(schema) };
  // The schema needed longest ago is dropped first.
  if (!compiled.delete(text)) sizeOfCompiled += size;
  compiled.set(text, { outcome, size });
  for (const [oldest, dropped] of compiled) {
    if (sizeOfCompiled <= 2 * mostOfPolicy) break;
    compiled.delete(oldest);
    sizeOfCompiled -= dropped.size;
  }
  return outcome;
}

function compile(schema: Record<string, unknown>): Compiled["outcome"] {
  const tooLarge = sizeFault(schema);
  if (tooLarge !== undefined) return tooLarge;
  try {
    return compileParamsSchema(schema);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
