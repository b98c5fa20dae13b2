import type { ConfirmedAct } from "#lib/passkeys/confirmed-act";

/** The act that revokes these agents, as the server names it (lib/agents/revocation-digest.ts), computed here from what was chosen. */
export async function revocationAct(agentIds: string[]): Promise<ConfirmedAct> {
  const text = [...new Set(agentIds)].sort().join(",");
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  const digest = btoa(String.fromCharCode(...new Uint8Array(hash)));
  return `agents/revoke/${digest.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "")}`;
}
