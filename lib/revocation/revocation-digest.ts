import { base64url, sha256 } from "#lib/digest";

/**
 * Identifies a set of agents, for the confirmed act of their revocation: base64url(SHA-256(their
 * IDs, sorted, joined by commas)).
 */
export function revocationDigest(agentIds: string[]): string {
  return base64url(sha256([...new Set(agentIds)].sort().join(",")));
}
