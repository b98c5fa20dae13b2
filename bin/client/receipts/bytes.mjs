// @ts-check
import { createHash } from "node:crypto";

/**
 * Reads base64url without padding, strictly: a text that decodes to the same bytes but is encoded
 * differently is refused.
 * @param {unknown} text
 * @param {string} what for the message
 * @returns {Uint8Array}
 */
export function readBase64url(text, what) {
  const bytes = Buffer.from(typeof text === "string" ? text : "", "base64url");
  if (bytes.byteLength === 0 || bytes.toString("base64url") !== text)
    throw new Error(`${what} isn't base64url`);
  return new Uint8Array(bytes);
}

/** @param {(Uint8Array | string)[]} parts @returns {Buffer} */
export function sha256(...parts) {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest();
}

/**
 * Reads UTF-8 JSON from bytes.
 * @param {Uint8Array} bytes
 * @param {string} what for the message
 * @returns {any}
 */
export function readJsonBytes(bytes, what) {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch (cause) {
    throw new Error(`${what} isn't JSON`, { cause });
  }
}
