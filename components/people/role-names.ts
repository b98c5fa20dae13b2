import { roleLabels } from "#lib/text/labels";

export type Role = keyof typeof roleLabels;

/** A person's roles in one line: "Admin, Approver". */
export function rolesText(roles: readonly Role[]): string {
  return roles.map((role) => roleLabels[role]).join(", ");
}

/** Roles in the name of a confirmed act (lib/passkeys/confirmed-act.ts): sorted. */
export function rolesInAct(roles: readonly string[]): string {
  return [...roles].sort().join("+");
}
