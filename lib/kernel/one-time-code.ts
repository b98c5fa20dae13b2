import { randomInt } from "node:crypto";
import { tokenHash } from "./digest.ts";

// Crockford's base 32: easy to read out and to type, without I, L, O and U. Twelve characters are
// 60 bits, enough for a quarter of an hour and a rate limit.
const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const length = 12;

/** A new code to type, such as `7K3M-Q0XA-9TRC`. */
export function newOneTimeCode(): string {
  const characters = Array.from({ length }, () => alphabet.charAt(randomInt(alphabet.length)));
  return characters.join("").replace(/(.{4})(?=.)/g, "$1-");
}

/** A typed code as it is stored. Case, separators and look-alike characters don't matter. */
export function hashOfCode(typed: string): string {
  const code = typed.toUpperCase().replace(/[\s-]/g, "").replace(/[IL]/g, "1").replace(/O/g, "0");
  return tokenHash(code);
}
