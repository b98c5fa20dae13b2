/** The roles as people read them. */
export const roleNames = { admin: "Admin", approver: "Approver", auditor: "Auditor" } as const;

export type Role = keyof typeof roleNames;

/** A person's roles in one line: "Admin, Approver". */
export function rolesText(roles: readonly Role[]): string {
  return roles.map((role) => roleNames[role]).join(", ");
}

/** Roles in the name of a confirmed act (lib/passkeys/confirmed-act.ts): sorted. */
export function rolesInAct(roles: readonly string[]): string {
  return [...roles].sort().join("+");
}
