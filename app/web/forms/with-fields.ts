import type { z } from "zod";
import { runtime } from "#app/runtime/runtime";
import type { Database } from "#db/client";
import type { Viewer } from "#lib/sessions/session";
import { readForm } from "./run-action.ts";

/**
 * `perform` of an act whose verb takes the fields of the form as they are, and whose result isn't
 * shown. `many`: the fields with several values.
 */
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
