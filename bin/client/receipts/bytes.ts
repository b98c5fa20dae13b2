import { createHash } from "node:crypto";
import { decodeUtf8 } from "#client/json/read-strictly";
import type { Untyped } from "#client/json/untyped";
import { parseStrictJson } from "../strict-json.ts";

/** Reads base64url strictly, without padding: a second encoding of the same bytes is refused. */
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

/** Reads strict JSON (I-JSON) from bytes. `what` is for the message. */
export function readJsonBytes(bytes: Uint8Array, what: string): Untyped {
  const text = decodeUtf8(bytes);
  if (text === undefined) throw new Error(`${what} isn't UTF-8`);
  return parseStrictJson(text, what);
}

/** A receipt's signed statement, and its bytes. */
export function readStatement(receipt: Untyped): { bytes: Uint8Array; statement: Untyped } {
  const bytes = readBase64url(receipt.statement, "the statement");
  return { bytes, statement: readJsonBytes(bytes, "the statement") };
}
