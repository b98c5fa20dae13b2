import { createHmac } from "node:crypto";
import { deriveKey, type MasterSecret } from "#lib/crypto/seal";
import { addSeconds } from "#lib/kernel/clock";
import { base64url, equalBytes, fromBase64url } from "#lib/kernel/digest";

/** A bearer token: an HMAC of the request's ID, so that nothing is stored. */
export function waitToken(secret: MasterSecret, requestId: string): string {
  return base64url(createHmac("sha256", keyOf(secret)).update(requestId).digest());
}

/** A wait token outlives its request's deadline and any grant, in seconds. */
const graceSeconds = 3600;

/** When the wait token of a request with this deadline stops answering. */
export function waitTokenEnd(expiresAt: Date): Date {
  return addSeconds(expiresAt, graceSeconds);
}

/** Whether `token` is the wait token of this request. */
export function isWaitToken(secret: MasterSecret, requestId: string, token: string): boolean {
  const offered = fromBase64url(token);
  const expected = createHmac("sha256", keyOf(secret)).update(requestId).digest();
  return offered !== undefined && equalBytes(offered, expected);
}

// Derived once per secret: HKDF costs more than the HMAC it serves.
const keys = new Map<MasterSecret, Uint8Array>();

function keyOf(secret: MasterSecret): Uint8Array {
  const key = keys.get(secret) ?? deriveKey(secret, "wait-token");
  keys.set(secret, key);
  return key;
}
