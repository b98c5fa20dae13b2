import { randomInt } from "node:crypto";

// Crockford's base 32: easy to read out and to type, without I, L, O and U. Twelve characters are
// 60 bits, enough for 15 minutes and a rate limit.
const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const length = 12;

/** A new code, such as `7K3M-Q0XA-9TRC`. */
export function newEnrollmentCode(): string {
  const characters = Array.from({ length }, () => alphabet.charAt(randomInt(alphabet.length)));
  return characters.join("").replace(/(.{4})(?=.)/g, "$1-");
}

/** The code as it is hashed: case, separators and look-alike characters don't matter. */
export function normaliseEnrollmentCode(typed: string): string {
  return typed.toUpperCase().replace(/[\s-]/g, "").replace(/[IL]/g, "1").replace(/O/g, "0");
}
