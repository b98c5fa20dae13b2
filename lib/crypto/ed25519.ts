import { createPublicKey, type KeyObject, verify } from "node:crypto";
import { promisify } from "node:util";
import { base64url, sha256 } from "#lib/digest";

// SubjectPublicKeyInfo for Ed25519 up to the 32 key bytes (RFC 8410 section 4).
const spkiPrefix = Buffer.from("302a300506032b6570032100", "hex");

// Creating a key object costs OpenSSL more than a verification, and equal bytes are the same key.
// Bounded: the oldest key object goes first.
const made = new Map<string, KeyObject>();
const maximumCached = 2000;

/**
 * A raw 32-byte Ed25519 public key as a key object.
 * @throws {TypeError} unless `raw` has 32 bytes.
 */
function ed25519PublicKey(raw: Uint8Array): KeyObject {
  if (raw.byteLength !== 32) throw new TypeError(`an Ed25519 public key has 32 bytes, not ${raw.byteLength}`);
  const name = base64url(raw);
  const cached = made.get(name);
  if (cached) return cached;
  const key = createPublicKey({ key: Buffer.concat([spkiPrefix, raw]), format: "der", type: "spki" });
  const [oldest] = made.keys();
  if (made.size >= maximumCached && oldest !== undefined) made.delete(oldest);
  made.set(name, key);
  return key;
}

// With a callback, verification runs on a libuv thread. A verification costs several times a
// signature, and more than the rest of a call, and must not block the one thread for all callers.
const verifyOnThread = promisify<null, Uint8Array, KeyObject, Uint8Array, boolean>(verify);

/** Whether this raw public key's owner signed the message (RFC 8032 section 5.1.7). */
export function verifyEd25519(message: Uint8Array, raw: Uint8Array, signature: Uint8Array): Promise<boolean> {
  return verifyOnThread(null, message, ed25519PublicKey(raw), signature);
}

/**
 * JWK thumbprint of a raw Ed25519 public key (RFC 7638, and RFC 8037 section 2 for the members), as
 * in `cnf.jkt`.
 */
export function ed25519Thumbprint(raw: Uint8Array): string {
  return base64url(sha256(`{"crv":"Ed25519","kty":"OKP","x":"${base64url(raw)}"}`));
}
