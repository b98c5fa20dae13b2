import type { KeyObject } from "node:crypto";
import { createPublicKey } from "node:crypto";

// SubjectPublicKeyInfo for Ed25519 up to the 32 key bytes (RFC 8410 section 4).
const spkiPrefix = Buffer.from("302a300506032b6570032100", "hex");

/** Creating a key object costs OpenSSL more than a verification. Bounded: the oldest goes first. */
const made: Map<string, KeyObject> = new Map();
const maximumCached = 2000;

/** A raw 32-byte Ed25519 public key as a key object. @throws {TypeError} for another length. */
export function ed25519PublicKey(raw: Uint8Array): KeyObject {
  if (raw.byteLength !== 32) throw new TypeError(`an Ed25519 public key has 32 bytes, not ${raw.byteLength}`);
  const name = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength).toString("latin1");
  const cached = made.get(name);
  if (cached) return cached;
  const key = createPublicKey({ key: Buffer.concat([spkiPrefix, raw]), format: "der", type: "spki" });
  const [oldest] = made.keys();
  if (made.size >= maximumCached && oldest !== undefined) made.delete(oldest);
  made.set(name, key);
  return key;
}
