import { headers } from "next/headers";
import { unstable_rethrow } from "next/navigation";
import type { z } from "zod";
import { callIdHeader } from "#app/runtime/call-id";
import { knownError } from "#app/runtime/problem";
import { runtime } from "#app/runtime/runtime";
import type { ActionState } from "#components/forms/action-state.ts";
import { CountersignError } from "#lib/kernel/errors";
import { Unconfirmed } from "./unconfirmed.ts";

/** A refusal becomes its sentence; an unexpected error is logged; redirects and not-found pass through. */
export async function runAction<Result>(change: () => Promise<Result>): Promise<ActionState<Result>> {
  try {
    return { outcome: "done", result: await change() };
  } catch (thrown) {
    unstable_rethrow(thrown);
    if (thrown instanceof Unconfirmed) return { outcome: "confirm", ...thrown.asked };
    if (thrown instanceof FormFault) return { outcome: "refused", message: "", errors: thrown.errors };
    // An internal error has no sentence for people: its message is for the log.
    const error = knownError(thrown);
    const isInternal = error.code === "internal";
    const call = isInternal || error !== thrown ? await logFailure(thrown) : null;
    const message = isInternal
      ? `Something went wrong on the server. Nothing was changed. Try again in a moment. Error reference: ${call}`
      : error.userMessage;
    const isSignedOut = error.code === "unauthenticated";
    return { outcome: "refused", message, errors: {}, ...(isSignedOut && { isSignedOut }) };
  }
}

/** @returns the ID of the call, by which an operator finds the line of the log */
async function logFailure(thrown: unknown): Promise<string | null> {
  const call = (await headers()).get(callIdHeader);
  runtime().log.error({ call, err: thrown }, "a form's action failed");
  return call;
}

/** A form's fields by a schema. `many` names fields with several values. @throws {FormFault} */
export function readForm<T extends z.ZodType>(schema: T, form: FormData, many: string[] = []): z.output<T> {
  const fields: Record<string, unknown> = {};
  // Of several values the first, like `form.get`, from which the acts are computed: the confirmed
  // value is the saved value.
  for (const [name, value] of form) if (typeof value === "string") fields[name] ??= value;
  for (const name of many) fields[name] = form.getAll(name);
  refuseUnstorable(form);
  const parsed = schema.safeParse(fields);
  if (parsed.success) return parsed.data;
  const errors: Record<string, string> = {};
  for (const issue of parsed.error.issues) errors[String(issue.path[0])] ??= sentence(issue.message);
  throw new FormFault(errors);
}

/** Refuses U+0000, which PostgreSQL cannot store, in each field: no schema needs its own check. */
function refuseUnstorable(form: FormData): void {
  const unstorable = [...form].filter(([, value]) => typeof value === "string" && value.includes("\u0000"));
  if (unstorable.length === 0) return;
  const message = "This has a character that can't be stored. Remove it and try again.";
  throw new FormFault(Object.fromEntries(unstorable.map(([name]) => [name, message])));
}

/** Errors by field name; an error of the whole form is a CountersignError. */
export class FormFault extends Error {
  constructor(readonly errors: Record<string, string>) {
    super("the form has faults");
  }
}

/**
 * A value read from a field, before the question: no refused value is confirmed.
 * @throws {FormFault} next to the field
 */
export function readField<T>(field: string, read: () => T): T {
  try {
    return read();
  } catch (thrown) {
    if (!(thrown instanceof CountersignError) || thrown.code !== "invalid_input") throw thrown;
    throw new FormFault({ [field]: thrown.userMessage });
  }
}

function sentence(message: string): string {
  const text = message.charAt(0).toUpperCase() + message.slice(1);
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
