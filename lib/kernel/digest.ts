import { createHash, hash, randomBytes, timingSafeEqual } from "node:crypto";

/** SHA-256 (FIPS 180-4). */
export function sha256(...parts: (Uint8Array | string)[]): Uint8Array {
  const [first = "", ...rest] = parts;
  // One part in one call: a Node object costs more than a short hash.
  if (rest.length === 0) return new Uint8Array(hash("sha256", first, "buffer"));
  const sum = createHash("sha256").update(first);
  for (const part of rest) sum.update(part);
  return new Uint8Array(sum.digest());
}

/** base64url without padding (RFC 4648 section 5). */
export function base64url(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64url");
}

/** Undefined unless the text is exact (no padding, other alphabet or stray bits). */
export function fromBase64url(text: string): Uint8Array | undefined {
  const bytes = Buffer.from(text, "base64url");
  return bytes.toString("base64url") === text ? new Uint8Array(bytes) : undefined;
}

/** A new secret token: `bytes` random bytes, base64url. */
export function randomToken(bytes = 32): string {
  return randomBytes(bytes).toString("base64url");
}

/** A token as stored: base64url of its SHA-256. Tokens are random and need no salt. */
export function tokenHash(token: string): string {
  return base64url(sha256(token));
}

/** Identifies a text: base64url of its SHA-256. */
export function digestOfText(text: string): string {
  return hash("sha256", text, "base64url");
}

/** Whether two byte strings are equal, in time independent of the position of a difference. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.byteLength === b.byteLength && timingSafeEqual(a, b);
}
