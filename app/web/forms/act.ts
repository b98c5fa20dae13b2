import type { z } from "zod";
import { runtime } from "#app/runtime/runtime";
import type { Database } from "#db/client";
import type { Role } from "#db/schema/directory";
import type { Viewer } from "#lib/sessions/session";
import { readForm } from "./run-action.ts";

// Apart from this file, because the API parses IDs where Next's modules can't be loaded.
export { idField } from "./id-field.ts";

/** One act of a signed-in person. A browser asks by name, so roles are checked for each call. */
export interface Act<Name extends string, Result> {
  /** Unique: what a browser asks for, and the beginning of what a passkey confirms. */
  name: Name;
  /** Who may ask for it. `everyone`: the verb decides by the object, such as by its owner. */
  roles: readonly [Role, ...Role[]] | "everyone";
  /** The pages to render again, with the pages below. None if the result is shown once, or gone. */
  refreshes: readonly string[];
  /** Whether no page is rendered again after this result, such as a secret shown once. Default: never. */
  keepsPages?(result: Result): boolean;
  /** Reads the form and does it. @throws as the verb */
  perform(actor: Viewer, form: FormData): Promise<Result>;
}

/** An act that takes no passkey. One that does is a `ConfirmedAction`. */
export function defineAct<const Name extends string, Result>(act: Act<Name, Result>): Act<Name, Result> {
  return act;
}

/** `perform` of an act whose verb takes the form's fields, and whose result isn't shown. */
export function withFields<Schema extends z.ZodObject>(
  schema: Schema,
  verb: (db: Database, input: z.output<Schema> & { actor: Viewer; now: Date }) => Promise<unknown>,
  many: string[] = [],
): (actor: Viewer, form: FormData) => Promise<void> {
  return async (actor, form) => {
    const { db, clock } = runtime();
    await verb(db, { ...readForm(schema, form, many), actor, now: clock() });
  };
}
