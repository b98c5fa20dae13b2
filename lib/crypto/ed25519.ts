import { type KeyObject, sign, verify } from "node:crypto";
import { promisify } from "node:util";
import { base64url, sha256 } from "#lib/kernel/digest";
import { ed25519PublicKey } from "./ed25519-public-key.ts";

/** Where signatures are made and verified: on other threads, apart from a first verification after a pause. */
export interface Ed25519Engine {
  verify(message: Uint8Array, publicKey: Uint8Array, signature: Uint8Array): Promise<boolean>;
  sign(message: Uint8Array, privateKey: KeyObject): Promise<Uint8Array>;
}

// With a callback, both run on a libuv thread: a verification costs more than the rest of a call,
// and must not block the one thread for all callers.
const verifyOnThread = promisify<null, Uint8Array, KeyObject, Uint8Array, boolean>(verify);
const signOnThread = promisify<null, Uint8Array, KeyObject, Uint8Array>(sign);

/** libuv's pool of threads, which every process has. */
export const libuvEngine: Ed25519Engine = {
  verify: (message, publicKey, signature) =>
    verifyOnThread(null, message, ed25519PublicKey(publicKey), signature),
  sign: (message, privateKey) => signOnThread(null, message, privateKey),
};

let engine = libuvEngine;

/** Sets where this process makes and verifies signatures from now on. */
export function setEd25519Engine(next: Ed25519Engine): void {
  engine = next;
}

/** RFC 8032 section 5.1.7. @throws {TypeError} unless the key has 32 bytes. */
export async function verifyEd25519(
  message: Uint8Array,
  publicKey: Uint8Array,
  signature: Uint8Array,
): Promise<boolean> {
  if (publicKey.byteLength !== 32)
    throw new TypeError(`an Ed25519 public key has 32 bytes, not ${publicKey.byteLength}`);
  // A signature has 64 bytes (RFC 8032 section 5.1.6).
  return signature.byteLength === 64 && engine.verify(message, publicKey, signature);
}

/** Signs a message. The same message and key always give the same signature (RFC 8032 section 5.1.6). */
export function signEd25519(message: Uint8Array, privateKey: KeyObject): Promise<Uint8Array> {
  return engine.sign(message, privateKey);
}

/** JWK thumbprint (RFC 7638, RFC 8037 section 2), as in `cnf.jkt`. */
export function ed25519Thumbprint(raw: Uint8Array): string {
  return base64url(sha256(`{"crv":"Ed25519","kty":"OKP","x":"${base64url(raw)}"}`));
}
