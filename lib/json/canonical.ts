import { canonicalJson as canonicalText } from "#client/json/canonical";
import { CountersignError } from "../kernel/errors.ts";

/** Any JSON value (RFC 8259). */
export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

/**
 * RFC 8785 (JSON Canonicalization Scheme), as text. Undefined members are left out.
 * @throws {CountersignError} `internal` when the value is not JSON (a caller's mistake).
 */
export function canonicalJson(value: unknown): string {
  try {
    return canonicalText(value);
  } catch (error) {
    throw new CountersignError("internal", "value has no canonical JSON form", { cause: error });
  }
}

/** {@link canonicalJson} as UTF-8 bytes. */
export function canonicalBytes(value: unknown): Uint8Array {
  return encoder.encode(canonicalJson(value));
}

const encoder = new TextEncoder();
