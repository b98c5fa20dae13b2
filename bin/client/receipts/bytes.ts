import { createHash } from "node:crypto";
import type { Untyped } from "#client/json/untyped";

/**
 * Reads base64url without padding, strictly: a text that decodes to the same bytes but is encoded
 * differently is refused.
 * @param what for the message
 */
export function readBase64url(text: unknown, what: string): Uint8Array {
  const bytes = Buffer.from(typeof text === "string" ? text : "", "base64url");
  if (bytes.byteLength === 0 || bytes.toString("base64url") !== text)
    throw new Error(`${what} isn't base64url`);
  return new Uint8Array(bytes);
}

export function sha256(...parts: (Uint8Array | string)[]): Buffer {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest();
}

/**
 * Reads UTF-8 JSON from bytes.
 * @param what for the message
 */
export function readJsonBytes(bytes: Uint8Array, what: string): Untyped {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch (cause) {
    throw new Error(`${what} isn't JSON`, { cause });
  }
}
