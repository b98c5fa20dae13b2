import { canonicalJson as canonicalText } from "#client/json/canonical";
import { CountersignError } from "../kernel/errors.ts";

/** Any JSON value (RFC 8259). */
export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

/** RFC 8785, as text, without undefined members. @throws {CountersignError} `internal` if not JSON */
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
