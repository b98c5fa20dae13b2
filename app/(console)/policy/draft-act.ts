import { z } from "zod";
import { type Act, defineAct } from "#app/web/forms/act";
import { withFields } from "#app/web/forms/with-fields";

/** The revision of the draft that the page shows. */
export const seen = z.object({ revision: z.coerce.number().int() });

/** An admin's act on the draft, whose verb takes the fields of the form as they are. */
export function defineDraftAct<const Name extends string, Schema extends z.ZodObject>(
  name: Name,
  schema: Schema,
  verb: Parameters<typeof withFields<Schema>>[1],
): Act<Name, void> {
  return defineAct({ name, roles: ["admin"], refreshes: ["/policy"], perform: withFields(schema, verb) });
}
