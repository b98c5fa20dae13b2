import { z } from "zod";
import { type Act, defineAct, withFields } from "#app/web/forms/act";

/** The draft's revision on the page. */
export const seen = z.object({ revision: z.coerce.number().int() });

/** An admin's act on the draft. The verb takes the form's fields unchanged. */
export function defineDraftAct<const Name extends string, Schema extends z.ZodObject>(
  name: Name,
  schema: Schema,
  verb: Parameters<typeof withFields<Schema>>[1],
): Act<Name, void> {
  return defineAct({ name, roles: ["admin"], refreshes: ["/policy"], perform: withFields(schema, verb) });
}
