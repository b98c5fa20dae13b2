import { z } from "zod";

/**
 * The name of an act that takes a passkey in addition to a session: the act gives power, or decides
 * which actions need approval. Names act and object, such as
 * `people/roles/per_…/admin+approver/<digest>`, with a digest of the saved values
 * (app/web/forms/confirmed-action.ts). A confirmation is for one act. The audit log stores the
 * name.
 */
export const confirmedActSchema = z
  .string()
  .max(1500)
  .regex(/^[a-z-]+(\/[\w.,:+-]*)+$/, "segments separated by slashes");

export type ConfirmedAct = z.infer<typeof confirmedActSchema>;
