import { z } from "zod";

/**
 * What takes a passkey's confirmation besides a session: acts that give somebody the power to approve, or decide what needs approval.
 * Names the act and what it is done to, so that a confirmation of one is none of another.
 */
export const confirmedActSchema = z.union([
  z.literal("passkey/add"),
  z.templateLiteral(["recovery/", z.string().regex(/^per_\w{26}$/), "/", z.enum(["keep", "remove"])]),
  z.templateLiteral(["policy/publish/", z.int().nonnegative()]),
]);

export type ConfirmedAct = z.infer<typeof confirmedActSchema>;
