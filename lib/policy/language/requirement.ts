import { z } from "zod";

const group = z.string().regex(/^grp_[a-z0-9]+$/, "a group's id");

/** The approvers of a step-up: only active approvers, never one person twice. A delegate may decide. */
export const approversSchema = z.discriminatedUnion("kind", [
  /** The agent's owner and backup approvers, `approvals` of them. */
  z.strictObject({ kind: z.literal("owner_or_backups") }),
  /** The owner alone; `approvals` is 1. */
  z.strictObject({ kind: z.literal("owner") }),
  /** The owner, and `approvals` - 1 other people of a group. */
  z.strictObject({ kind: z.literal("owner_and_group"), group }),
  /** Any `approvals` people of a group, without the owner if `ownerExcluded` (separation of duties). */
  z.strictObject({ kind: z.literal("group"), group, ownerExcluded: z.boolean().default(false) }),
]);

export type Approvers = z.output<typeof approversSchema>;

/** A step-up's requirement, each to be met: a person's approval counts at most once towards each. */
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
