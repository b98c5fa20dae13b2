/** Roles as a confirmed act names them (lib/passkeys/confirmed-act.ts): sorted, each once. The server decides whether they are any. */
export function rolesInAct(roles: readonly string[]): string {
  return [...new Set(roles)].sort().join("+");
}
