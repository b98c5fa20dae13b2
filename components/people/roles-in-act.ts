/**
 * Roles as a confirmed act names them (lib/passkeys/confirmed-act.ts): sorted, without duplicates.
 * The server checks that each role exists.
 */
export function rolesInAct(roles: readonly string[]): string {
  return [...new Set(roles)].sort().join("+");
}
