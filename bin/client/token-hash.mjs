// @ts-check
import { createHash, timingSafeEqual } from "node:crypto";

/**
 * The hash of a client's token. Hashes have one length, as a comparison in constant time needs it.
 * @param {string} token
 */
export function hashToken(token) {
  return createHash("sha256").update(token).digest();
}

/** Whether a token has this hash, in constant time. @param {string} token @param {Buffer} hash */
export function hasHash(token, hash) {
  return timingSafeEqual(hashToken(token), hash);
}
