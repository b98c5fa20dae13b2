import type { Role } from "#db/schema/directory";
import { addSeconds } from "#lib/kernel/clock";

/** How long a sign-in is recent: it opens the pages of every role of the person. */
export const recentSignInSeconds = 12 * 3600;

/**
 * After 12 hours a phone session opens what an approver sees, where every approval takes the
 * passkey; admins' and auditors' pages take a new sign-in.
 * @returns undefined without the Approver role: the session opens nothing.
 */
export function openedRoles(
  roles: Role[],
  signedInAt: Date,
  now: Date,
): { roles: Role[]; withheldRoles?: Role[] } | undefined {
  if (addSeconds(signedInAt, recentSignInSeconds) > now) return { roles };
  if (!roles.includes("approver")) return undefined;
  return { roles: ["approver"], withheldRoles: roles.filter((role) => role !== "approver") };
}
