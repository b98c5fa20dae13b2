import { z } from "zod";
import type { Role } from "#db/schema/directory";
import { singleLine } from "#lib/text/single-line";

const roleNames = ["admin", "approver", "auditor"] as const satisfies Role[];

export const personName = singleLine(120, "Enter a name");
export const workspaceName = singleLine(120, "Enter a name");

/** At least one role, in the order of `roleNames`: a person without roles is suspended. */
export const roleSet = z
  .array(z.enum(roleNames))
  .min(1, { error: "Select at least one role" })
  .transform((roles) => roleNames.filter((role) => roles.includes(role)));
