import { createHash, timingSafeEqual } from "node:crypto";

/**
 * The hash of a client's token. Hashes have one length, as a comparison in constant time needs it.
 */
export function hashToken(token: string) {
  return createHash("sha256").update(token).digest();
}

/** Whether a token has this hash, in constant time. */
export function hasHash(token: string, hash: Buffer) {
  return timingSafeEqual(hashToken(token), hash);
}
