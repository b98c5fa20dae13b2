import { z } from "zod";

/**
 * The name of an act that takes a passkey in addition to a session: it gives a person or an agent
 * the power to act, or decides which actions need approval. Says what is done and to which object,
 * such as `people/roles/per_…/admin+approver/<digest>`; the digest covers the values that are saved
 * (app/web/forms/confirmed-action.ts). A confirmation of one act is not valid for another. The
 * audit log stores the name.
 */
export const confirmedActSchema = z
  .string()
  .max(1500)
  .regex(/^[a-z-]+(\/[\w.,:+-]*)+$/, "segments separated by slashes");

export type ConfirmedAct = z.infer<typeof confirmedActSchema>;
