// @ts-check
import { base64url } from "jose";

const encoder = new TextEncoder();

/** @param {string} text @returns {Uint8Array<ArrayBuffer>} */
export function utf8(text) {
  return /** @type {Uint8Array<ArrayBuffer>} */ (encoder.encode(text));
}

/** base64url of a SHA-256. @param {string | Uint8Array} data @returns {Promise<string>} */
export async function sha256(data) {
  const bytes = typeof data === "string" ? utf8(data) : new Uint8Array(data);
  return base64url.encode(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)));
}

/** @param {Uint8Array} bytes @returns {string} */
export function toBase64(bytes) {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}

/** @param {string} text @returns {Uint8Array<ArrayBuffer>} */
export function fromBase64(text) {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

/** A random id for one call. @param {string} prefix @returns {string} */
export function randomId(prefix) {
  return `${prefix}_${base64url.encode(crypto.getRandomValues(new Uint8Array(18)))}`;
}

/**
 * A person's words inside a message for a model: one line in quotation marks that the words can't
 * close, so that they don't read as the library's own.
 * @param {string} text
 * @returns {string}
 */
export function quoted(text) {
  const line = text
    .replace(/[\p{C}\p{Z}\s]+/gu, " ")
    .replace(/["\u201c-\u201f\u00ab\u00bb\u2033\u2036\u275d\u275e\u300c-\u301f\uff02]/g, "'")
    .trim();
  const characters = [...line];
  return `"${characters.length > 500 ? `${characters.slice(0, 500).join("")}…` : line}"`;
}
