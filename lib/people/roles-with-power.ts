import type { Role } from "#db/schema/directory";

/** Granting such a role, or a passkey to its holder, loosens control. */
export const rolesWithPower: readonly Role[] = ["admin", "approver"];

/** Whether a person with these roles approves or administers. */
export function canApproveOrAdminister(roles: readonly Role[]): boolean {
  return roles.some((role) => rolesWithPower.includes(role));
}
