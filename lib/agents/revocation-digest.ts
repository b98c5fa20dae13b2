import { base64url, sha256 } from "#lib/digest";

/** Names a set of agents, for the act that a passkey confirms before they are revoked: base64url(SHA-256(their ids, sorted, with commas between)). */
export function revocationDigest(agentIds: string[]): string {
  return base64url(sha256([...new Set(agentIds)].sort().join(",")));
}
