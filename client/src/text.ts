import { base64url } from "jose";
import { nodeCrypto } from "./node-crypto.ts";

const encoder = new TextEncoder();

export function utf8(text: string): Uint8Array<ArrayBuffer> {
  return encoder.encode(text) as Uint8Array<ArrayBuffer>;
}

/** base64url of a SHA-256. */
export async function sha256(data: string | Uint8Array): Promise<string> {
  const bytes = typeof data === "string" ? utf8(data) : new Uint8Array(data);
  const hash =
    nodeCrypto()?.createHash("sha256").update(bytes).digest() ??
    (await crypto.subtle.digest("SHA-256", bytes));
  return base64url.encode(new Uint8Array(hash));
}

export function toBase64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}

export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

export function randomId(prefix: string): string {
  return `${prefix}_${base64url.encode(crypto.getRandomValues(new Uint8Array(18)))}`;
}

/** A person's words in quotation marks that the words can't close: a model can't take them for ours. */
export function quoted(text: string): string {
  const line = text
    .replace(/[\p{C}\p{Z}\s]+/gu, " ")
    .replace(/["\u201c-\u201f\u00ab\u00bb\u2033\u2036\u275d\u275e\u300c-\u301f\uff02]/g, "'")
    .trim();
  const characters = [...line];
  return `"${characters.length > 500 ? `${characters.slice(0, 500).join("")}…` : line}"`;
}
