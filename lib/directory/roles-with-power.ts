import type { Role } from "#db/schema/directory";

/** Whether somebody with these roles approves or administers: giving them, or a passkey for them, loosens control. */
export function canApproveOrAdminister(roles: readonly Role[]): boolean {
  return roles.includes("admin") || roles.includes("approver");
}
