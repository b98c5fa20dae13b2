import { z } from "zod";
import type { Descriptor } from "#lib/descriptors/descriptor";
import { type StandingSigner, standingSigners } from "#lib/text/standing-signers";
import type { Fault } from "./params-schema.ts";

const amount = z.number("Enter a number without commas, such as 1000.").positive("Enter a number above 0.");

/** The longest standing approval, in days. */
const mostStandingDays = 30;

/** How far a standing approval of a type can go. Without it, each request reaches a person. */
export const standingCeilingSchema = z.strictObject({
  days: z
    .int(`Enter a whole number from 1 to ${mostStandingDays}.`)
    .min(1, "Enter at least 1 day.")
    .max(mostStandingDays, `Enter at most ${mostStandingDays} days.`),
  /** The most requests. */
  count: z
    .int("Enter a whole number from 1 to 500.")
    .min(1, "Enter at least 1 request.")
    .max(500, "Enter at most 500 requests."),
  /** The most of one request, and of all. With an amount parameter alone. */
  amount: amount.optional(),
  total: amount.optional(),
  /** Where two admins are required, a second one confirms a larger total; for a type without an amount, count. */
  secondAdminAbove: amount.optional(),
  /** The capacities whose approvers may sign; absent: the agent's owner alone. */
  signers: z
    .array(z.enum(standingSigners))
    .min(1, "Select at least one.")
    .refine((signers) => new Set(signers).size === signers.length, "Name each one once.")
    .optional(),
});

export type StandingCeiling = z.output<typeof standingCeilingSchema>;

/** Who may sign: to approve once gives no permission to approve later requests. */
export function signersOf({ signers = ["owner"] }: Pick<StandingCeiling, "signers">): StandingSigner[] {
  return signers;
}

/** Whether chosen terms need a second admin, where two are required. */
export function isAboveSecondAdmin(
  { count, total = count }: { count: number; total?: number | undefined },
  { secondAdminAbove }: Pick<StandingCeiling, "secondAdminAbove">,
): boolean {
  return secondAdminAbove !== undefined && total > secondAdminAbove;
}

interface OpenType {
  standing?: StandingCeiling | undefined;
  risk: string;
  descriptor?: Descriptor | undefined;
  amountParam: string | null;
}

/** Why a type can't be open to standing approvals, by JSON Pointer into the type. */
export function standingFaults({ standing, risk, descriptor, amountParam }: OpenType): Fault[] {
  if (!standing) return [];
  const refuse = (path: string, message: string) => [{ path: `/standing${path}`, message }];
  if (risk === "destructive")
    return refuse("", "Destructive types can't have standing approvals. Clear these fields.");
  if (!descriptor) return refuse("", "Add a descriptor, because a person signs what it shows.");
  if (descriptor.fields.some(({ format }) => format === "command"))
    return refuse("", "Types with a command can't have standing approvals. Clear these fields.");
  const { amount: most, total } = standing;
  if (standing.secondAdminAbove !== undefined && !isAboveSecondAdmin(standing, standing))
    return refuse("/secondAdminAbove", "No standing approval can be larger. Lower or clear it.");
  if (amountParam === null)
    return most === undefined && total === undefined
      ? []
      : refuse("/amount", "The type has no amount parameter. Clear both amounts.");
  if (most === undefined) return refuse("/amount", "Enter the most for one request.");
  if (total === undefined) return refuse("/total", "Enter the most for all requests.");
  return total < most ? refuse("/total", "The total is below the amount of one request. Raise it.") : [];
}
