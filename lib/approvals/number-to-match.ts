import { createHmac, timingSafeEqual } from "node:crypto";
import { deriveKey, type MasterSecret } from "#lib/crypto/seal";

/**
 * Two digits, 10 to 99. Derived from the server's secret and never stored; only answers to the
 * agent have it.
 */
export function numberToMatch(secret: MasterSecret, requestId: string): string {
  const mac = createHmac("sha256", deriveKey(secret, "number-matching")).update(requestId).digest();
  return String(10 + (mac.readUInt32BE(0) % 90));
}

/** Whether a typed number is the request's, in constant time. */
export function isNumberToMatch(secret: MasterSecret, requestId: string, typed: string): boolean {
  const [given, expected] = [Buffer.from(typed), Buffer.from(numberToMatch(secret, requestId))];
  return given.byteLength === expected.byteLength && timingSafeEqual(given, expected);
}
