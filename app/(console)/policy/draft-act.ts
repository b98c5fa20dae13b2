import { z } from "zod";
import { type Act, defineAct, withFields } from "#app/web/forms/act";
import { FormFault } from "#app/web/forms/run-action";
import { CountersignError } from "#lib/kernel/errors";
import type { RuleFault } from "#lib/policy/checks/rule-fault";

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

const faultsSchema = z
  .array(z.object({ ruleId: z.string(), path: z.string(), message: z.string() }))
  .min(1) satisfies z.ZodType<RuleFault[]>;

/**
 * Runs a change that validates rules, and shows each error at its field, from our own checks or
 * Cedar's validator.
 */
export async function faultsInPlace(
  change: () => Promise<unknown>,
  fieldOf: (fault: RuleFault) => string,
): Promise<void> {
  try {
    await change();
  } catch (thrown) {
    if (!(thrown instanceof CountersignError)) throw thrown;
    const faults = faultsSchema.safeParse(thrown.details.errors);
    if (!faults.success) throw thrown;
    const errors: Record<string, string> = {};
    for (const fault of faults.data) errors[fieldOf(fault)] ??= fault.message;
    throw new FormFault(errors);
  }
}
