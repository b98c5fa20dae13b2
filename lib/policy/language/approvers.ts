import { z } from "zod";

const group = z.string().regex(/^grp_[a-z0-9]+$/, "a group's id");

/**
 * Who gives a step-up's approvals. Whatever is said here: never the same person twice, only active approvers, and people who are away
 * may have a delegate decide in their place.
 */
export const approversSchema = z.discriminatedUnion("kind", [
  /** The agent's owner and its backup approvers, `approvals` of them. */
  z.strictObject({ kind: z.literal("owner_or_backups") }),
  /** The owner alone; `approvals` is 1. */
  z.strictObject({ kind: z.literal("owner") }),
  /** The owner, and `approvals` - 1 other people of a group. */
  z.strictObject({ kind: z.literal("owner_and_group"), group }),
  /** Any `approvals` people of a group; `ownerExcluded`: not the owner of the agent (separation of duties). */
  z.strictObject({ kind: z.literal("group"), group, ownerExcluded: z.boolean().default(false) }),
]);

export type Approvers = z.output<typeof approversSchema>;
