import { base64url, sha256 } from "#lib/digest";

/**
 * Identifies a set of agents, for the act that a passkey confirms before they are revoked:
 * base64url(SHA-256(their ids, sorted, joined by commas)).
 */
export function revocationDigest(agentIds: string[]): string {
  return base64url(sha256([...new Set(agentIds)].sort().join(",")));
}
