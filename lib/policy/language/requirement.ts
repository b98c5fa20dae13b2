import { z } from "zod";
import { type Approvers, approversSchema } from "./approvers.ts";

/**
 * What one step-up requires. A request with requirements from several rules carries them all, and
 * is approved once each is met: one person's approval counts towards each of them, and at most once
 * towards any one.
 */
export const requirementSchema = z.strictObject({
  approvals: z.int().min(1),
  approvers: approversSchema,
  /** From so many seconds after the ask, backup approvers may decide in the owner's place. */
  escalateAfterSeconds: z.int().min(1).optional(),
});

export type Requirement = z.output<typeof requirementSchema>;

/** The owner or a backup approver, so many of them: what holds where no rule says otherwise. */
export function plainRequirement(approvals: number): Requirement {
  const approvers: Approvers = { kind: "owner_or_backups" };
  return { approvals, approvers };
}

/** What a request asks for, from its row; null in the row means the plain requirement. */
export function readRequirements(stored: unknown, approvalsRequired: number): Requirement[] {
  return stored === null || stored === undefined
    ? [plainRequirement(approvalsRequired)]
    : z.array(requirementSchema).min(1).parse(stored);
}
