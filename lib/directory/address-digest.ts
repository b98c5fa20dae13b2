import { base64url, sha256 } from "#lib/digest";

/** What a passkey's confirmation of an e-mail address names: the digest of exactly this address, base64url. */
export function addressDigest(email: string): string {
  return base64url(sha256(email));
}
