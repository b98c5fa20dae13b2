import { textDigest } from "#components/passkey/act-digest.ts";
import type { ConfirmedAct } from "#lib/passkeys/confirmed-act";

/**
 * The act that revokes the selected agents, with the same digest as on the server
 * (lib/revocation/revocation-digest.ts).
 */
export async function revocationAct(agentIds: string[]): Promise<ConfirmedAct> {
  return `agents/revoke/${await textDigest([...new Set(agentIds)].sort().join(","))}`;
}
