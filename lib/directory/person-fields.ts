import { z } from "zod";
import type { Role } from "#db/schema/directory";

const roleNames = ["admin", "approver", "auditor"] as const satisfies Role[];

/** A line of text that a person typed: trimmed, not empty, no control characters. */
export function lineOfText(maximumLength: number) {
  return z
    .string()
    .trim()
    .min(1, { error: "must not be empty" })
    .max(maximumLength, { error: `must have at most ${maximumLength} characters` })
    .regex(/^[^\p{Cc}]*$/u, { error: "must not contain control characters" });
}

export const personName = lineOfText(120);
export const workspaceName = lineOfText(120);
export const passkeyLabel = lineOfText(80);
export const emailAddress = z
  .string()
  .trim()
  .max(254)
  .pipe(z.email({ error: "must be an e-mail address" }));

/** At least one role: somebody without any is suspended, not role-less. In the order of `roleNames`, each once. */
export const roleSet = z
  .array(z.enum(roleNames))
  .min(1, { error: "choose at least one role" })
  .transform((roles) => roleNames.filter((role) => roles.includes(role)));
