/**
 * Roles for a confirmed act (lib/passkeys/confirmed-act.ts): sorted, without duplicates. The server
 * checks that each role exists.
 */
export function rolesInAct(roles: readonly string[]): string {
  return [...new Set(roles)].sort().join("+");
}
