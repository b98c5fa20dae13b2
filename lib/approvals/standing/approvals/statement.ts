import { z } from "zod";
import type { Capacity } from "#db/schema/requests";
import { canonicalBytes } from "#lib/json/canonical";
import { parseIJson } from "#lib/json/parse";
import { equalBytes } from "#lib/kernel/digest";
import { CountersignError } from "#lib/kernel/errors";
import type { StatementKind } from "#lib/passkeys/signing/statement-kind";
import { standingSigners } from "#lib/text/standing-signers";
import { type Statement, statementMembers } from "../../statement.ts";
import type { Difference } from "./bounds.ts";
import { type DailyHours, hoursFaults } from "./hours.ts";

/** Standing approvals, as a passkey signs them. Their prefix keeps them apart from other statements. */
export const standingKind: StatementKind = {
  purpose: "approve_standing",
  prefix: "countersign/standing-approval/v1\n",
};

/** What later requests a standing approval is for: those like the signed action, so many of them. */
export interface Terms {
  may_differ: Difference[];
  /** The most requests, in all and within one hour. */
  count: number;
  per_hour: number;
  /** The most that the amounts add up to; left out for a type without an amount. */
  total?: number;
  /** When later requests may run; left out for any time of the day. */
  hours?: DailyHours;
}

/** The approvals that the person gave before: their number, and the root of a hash tree over their statements. */
export interface Basis {
  count: number;
  root: string;
}

/**
 * What a passkey signs to let later requests run (docs/receipts.md): the request that the person read,
 * and how later ones may differ.
 */
export interface StandingStatement
  extends Omit<Statement, "decision" | "capacity" | "on_behalf_of" | "break_glass_reason" | "edit"> {
  decision: "approve_standing";
  /** The person acts in their own name, within what the policy lets them decide. */
  capacity: Exclude<Capacity, "delegate" | "break_glass">;
  terms: Terms;
  rests_on: Basis;
}

const place = z.string();
const difference: z.ZodType<Difference> = z.union([
  z.strictObject({ path: place, up_to: z.number().positive() }),
  z.strictObject({ path: place, one_of: z.array(z.union([z.string(), z.number(), z.boolean()])).min(1) }),
]);

// The form alone: a statement stays readable where its time zone isn't known, and then no time is within the hours.
const hours: z.ZodType<DailyHours> = z
  .strictObject({ from: z.string(), to: z.string(), zone: z.string() })
  .refine((read) => Object.keys(hoursFaults(read)).length === 0);

const schema: z.ZodType<StandingStatement> = z.strictObject({
  ...statementMembers,
  decision: z.literal("approve_standing"),
  capacity: z.enum(standingSigners),
  terms: z.strictObject({
    may_differ: z.array(difference),
    count: z.int().min(1),
    per_hour: z.int().min(1),
    total: z.number().positive().optional(),
    hours: hours.optional(),
  }),
  rests_on: z.strictObject({ count: z.int().min(1), root: z.string() }),
});

/** Reads a standing approval from its bytes. @throws {CountersignError} `invalid_body` */
export function readStandingStatement(bytes: Uint8Array): StandingStatement {
  const parsed = schema.safeParse(parseIJson(bytes));
  if (parsed.success && equalBytes(canonicalBytes(parsed.data), bytes)) return parsed.data;
  throw new CountersignError("invalid_body", "not the canonical bytes of a standing approval", {
    userMessage: "The statement isn't in the expected form. Reload and try again.",
    cause: parsed.error,
  });
}
