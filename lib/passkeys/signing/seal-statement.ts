import { createHmac, timingSafeEqual } from "node:crypto";
import { deriveKey, type MasterSecret } from "#lib/crypto/seal";
import { base64url, fromBase64url } from "#lib/kernel/digest";

/** A GET may store nothing (invariant 15): the seal proves that we rendered the returned bytes. */
export function sealStatement(secret: MasterSecret, bytes: Uint8Array): string {
  return base64url(mac(secret, bytes));
}

/** Whether `seal` is our seal over these bytes. */
export function isSealed(secret: MasterSecret, bytes: Uint8Array, seal: string): boolean {
  const offered = fromBase64url(seal);
  const expected = mac(secret, bytes);
  return offered?.byteLength === expected.byteLength && timingSafeEqual(offered, expected);
}

function mac(secret: MasterSecret, bytes: Uint8Array): Buffer {
  return createHmac("sha256", deriveKey(secret, "statement-seal")).update(bytes).digest();
}
