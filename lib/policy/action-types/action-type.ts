import { asc } from "drizzle-orm";
import { z } from "zod";
import type { Database, Transaction } from "#db/client";
import { actionTypes } from "#db/schema/policy";
import { descriptorSchema } from "#lib/descriptors/descriptor";
import { parameterSchema } from "#lib/policy/language/condition";
import { lineSchema } from "#lib/policy/language/condition-text";
import { actionTypePattern } from "#lib/text/action-type";
import { standingCeilingSchema } from "./standing-ceiling.ts";

/** Codes that no admin can give to a reason: the approver's own words, and a hold. */
const reservedCodes: ReadonlySet<string> = new Set(["other", "unexpected"]);

/** A reason for denials: the agent gets code and words. */
const denyReasonSchema = z.strictObject({
  code: z
    .string()
    .max(40, "use a code of up to 40 characters")
    .regex(/^[a-z][a-z0-9_]*$/, "use a code of lowercase letters, digits and underscores")
    .refine((code) => !reservedCodes.has(code), "this code is reserved, use another one"),
  text: lineSchema.trim().min(1, "enter a text").max(40, "use a text of up to 40 characters"),
});

export type DenyReason = z.output<typeof denyReasonSchema>;

/** At most six, to fit on a phone's screen. */
const mostDenyReasons = 6;

/** An action type's reasons, distinct in code and text. */
const denyReasonsSchema = z
  .array(denyReasonSchema)
  .min(1)
  .max(mostDenyReasons, `at most ${mostDenyReasons} reasons`)
  .refine((reasons) => areUnique(reasons.map(({ code }) => code)), "two reasons have the same code")
  .refine((reasons) => areUnique(reasons.map(({ text }) => text)), "two reasons have the same text");

function areUnique(texts: string[]): boolean {
  return new Set(texts).size === texts.length;
}

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
  /** How approvers see the action; without a descriptor, as raw parameters. */
  descriptor: descriptorSchema.optional(),
  /** The reasons to deny with, or the defaults (lib/approvals/default-deny-reasons.ts). */
  denyReasons: denyReasonsSchema.optional(),
  standing: standingCeilingSchema.optional(),
});

export type ActionType = z.output<typeof actionTypeSchema>;

/** All action types, each once. */
export const catalogSchema = z
  .array(actionTypeSchema)
  .max(500, "a policy can have at most 500 action types")
  .refine(
    (entries) => areUnique(entries.map((entry) => entry.type)),
    "two entries are of the same action type",
  );

/** The live version's action types, for lists: without deny reasons. */
export async function listActionTypes(
  db: Database | Transaction,
): Promise<Omit<ActionType, "denyReasons">[]> {
  const rows = await db.select().from(actionTypes).orderBy(asc(actionTypes.type));
  return rows.map(({ descriptor, ...entry }) => ({
    ...entry,
    ...(descriptor && { descriptor: descriptorSchema.parse(descriptor) }),
  }));
}

/** Writes the new live version's action types as rows, in the publishing transaction after the insert. */
export async function projectCatalog(tx: Transaction, catalog: ActionType[]): Promise<void> {
  await tx.delete(actionTypes);
  if (catalog.length > 0) await tx.insert(actionTypes).values(catalog);
}
