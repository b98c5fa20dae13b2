import type { Role } from "#db/schema/directory";

/** What an invited person will use the passkey for. */
export function invitationWords(workspace: string, roles: readonly Role[]): string {
  const uses = roles.includes("approver") ? "sign in and approve" : "sign in";
  return `You've been invited to ${workspace}. You'll use a passkey to ${uses}. There's no password.`;
}
