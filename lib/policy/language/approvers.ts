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
