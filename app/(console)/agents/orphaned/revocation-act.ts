import type { ConfirmedAct } from "#lib/passkeys/confirmed-act";
import { textDigest } from "../../../../components/passkey/act-digest.ts";

/** The act that revokes these agents, as the server names it (lib/agents/revocation-digest.ts), computed here from what was chosen. */
export async function revocationAct(agentIds: string[]): Promise<ConfirmedAct> {
  return `agents/revoke/${await textDigest([...new Set(agentIds)].sort().join(","))}`;
}
