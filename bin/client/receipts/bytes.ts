import { decodeUtf8 } from "#client/json/read-strictly";
import type { Untyped } from "#client/json/untyped";
import { Fault } from "../fault.ts";
import { parseStrictJson } from "../strict-json.ts";

// Nothing of Node: the page that verifies receipts runs these files too.

type Bytes = Uint8Array<ArrayBuffer>;

/** Reads base64url strictly, without padding: a second encoding of the same bytes is refused. */
export function readBase64url(text: unknown, what: string): Bytes {
  const bytes = decodeBase64(typeof text === "string" ? text : "");
  if (bytes.byteLength === 0 || toBase64url(bytes) !== text) throw new Error(`${what} isn't base64url`);
  return bytes;
}

/** Ignores what isn't base64 of either alphabet. */
function decodeBase64(text: string): Bytes {
  const digits = text
    .replaceAll("-", "+")
    .replaceAll("_", "/")
    .replace(/[^A-Za-z0-9+/]/g, "");
  const whole = digits.length % 4 === 1 ? digits.slice(0, -1) : digits;
  return Uint8Array.from(atob(whole), (character) => character.charCodeAt(0));
}

export function toBase64url(bytes: Uint8Array): string {
  const binary = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

export function joinBytes(...parts: (Uint8Array | string)[]): Bytes {
  const all = parts.map((part) => (typeof part === "string" ? new TextEncoder().encode(part) : part));
  const bytes = new Uint8Array(all.reduce((sum, { byteLength }) => sum + byteLength, 0));
  let at = 0;
  for (const part of all) {
    bytes.set(part, at);
    at += part.byteLength;
  }
  return bytes;
}

export async function sha256(...parts: (Uint8Array | string)[]): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", joinBytes(...parts)));
}

/** A SHA-256 in base64url. */
export async function digestOf(...parts: (Uint8Array | string)[]): Promise<string> {
  return toBase64url(await sha256(...parts));
}

export function equalBytes(one: Uint8Array, other: Uint8Array): boolean {
  return one.byteLength === other.byteLength && one.every((byte, at) => byte === other[at]);
}

/** Reads strict JSON (I-JSON) from bytes. `what` is for the message. */
export function readJsonBytes(bytes: Uint8Array, what: string): Untyped {
  const text = decodeUtf8(bytes);
  if (text === undefined) throw new Fault("usage", `${what} isn't UTF-8`);
  return parseStrictJson(text, what);
}

/** A receipt's signed statement, and its bytes. */
export function readStatement(receipt: Untyped): { bytes: Uint8Array; statement: Untyped } {
  const bytes = readBase64url(receipt.statement, "the statement");
  return { bytes, statement: readJsonBytes(bytes, "the statement") };
}
