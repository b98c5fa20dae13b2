import { createHash, timingSafeEqual } from "node:crypto";

/** The hash of a client's token: of one length, for comparison in constant time. */
export function hashToken(token: string) {
  return createHash("sha256").update(token).digest();
}

/** Whether a token has this hash, in constant time. */
export function hasHash(token: string, hash: Buffer) {
  return timingSafeEqual(hashToken(token), hash);
}
