import { z } from "zod";
import { type Approvers, approversSchema } from "./approvers.ts";

/**
 * A step-up's requirement. All applicable rules' requirements have to be met: a person's approval
 * counts at most once towards each.
 */
export const requirementSchema = z.strictObject({
  approvals: z.int().min(1),
  approvers: approversSchema,
  /** From so many seconds after the ask, backup approvers may decide in the owner's place. */
  escalateAfterSeconds: z.int().min(1).optional(),
});

export type Requirement = z.output<typeof requirementSchema>;

/** The default requirement: `approvals` of the owner and the backup approvers. */
export function plainRequirement(approvals: number): Requirement {
  const approvers: Approvers = { kind: "owner_or_backups" };
  return { approvals, approvers };
}

/** A request's requirements, from its row; null in the row means the plain requirement. */
export function readRequirements(stored: unknown, approvalsRequired: number): Requirement[] {
  return stored === null || stored === undefined
    ? [plainRequirement(approvalsRequired)]
    : z.array(requirementSchema).min(1).parse(stored);
}
