import { asc } from "drizzle-orm";
import { z } from "zod";
import type { Database, Transaction } from "#db/client";
import { actionTypes } from "#db/schema/policy";
import { descriptorSchema } from "#lib/descriptors/descriptor";
import { parameterSchema } from "#lib/policy/language/condition";
import { actionTypePattern } from "#lib/text/action-type.mjs";

/** An action type in the catalog. */
export const actionTypeSchema = z.strictObject({
  type: z.string().max(100).regex(actionTypePattern),
  /** In plain words, such as "Refund a charge". */
  title: z.string().min(1).max(120),
  risk: z.enum(["read", "write", "spend", "production", "destructive"]),
  /** JSON Schema (2020-12) of `params`. */
  schema: z.record(z.string(), z.unknown()),
  /** The amount parameter; null for a type without an amount. */
  amountParam: parameterSchema.nullable(),
  currencyParam: parameterSchema.nullable(),
  /** How approvers see the action. Without one, they see the raw parameters. */
  descriptor: descriptorSchema.optional(),
});

export type ActionType = z.output<typeof actionTypeSchema>;

/** All action types; each type occurs once. */
export const catalogueSchema = z
  .array(actionTypeSchema)
  .max(500, "a policy can have at most 500 action types")
  .refine(
    (entries) => new Set(entries.map((entry) => entry.type)).size === entries.length,
    "two entries are of the same action type",
  );

/** The action types of the live version, by type. */
export async function listActionTypes(db: Database | Transaction): Promise<ActionType[]> {
  const rows = await db.select().from(actionTypes).orderBy(asc(actionTypes.type));
  return rows.map(({ descriptor, ...entry }) => ({
    ...entry,
    ...(descriptor && { descriptor: descriptorSchema.parse(descriptor) }),
  }));
}

/**
 * Writes the action types of the new live version as rows, for joins. A publication calls this in
 * the transaction of the version, after the insert: of two publishers the second is refused before
 * this point.
 */
export async function projectCatalogue(tx: Transaction, catalogue: ActionType[]): Promise<void> {
  await tx.delete(actionTypes);
  if (catalogue.length > 0) await tx.insert(actionTypes).values(catalogue);
}
