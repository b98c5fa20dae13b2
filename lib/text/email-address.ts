import { type SQL, sql } from "drizzle-orm";
import type { AnyPgColumn } from "drizzle-orm/pg-core";
import { z } from "zod";

/**
 * The single rule for emails everywhere: ASCII, compared without the case of ASCII letters. Unicode
 * has characters that fold to ASCII letters, such as U+212A KELVIN SIGN to `k`: an account with
 * such an email would be linked to the person with the plain one.
 */
export const emailAddress = z
  .string()
  .trim()
  .max(254)
  .pipe(z.email({ error: "must be an email address" }));

/** An email in a form for comparison; undefined for a text that is not an {@link emailAddress}. */
export function emailKey(text: string): string | undefined {
  const read = emailAddress.safeParse(text);
  return read.success ? asciiLowerCase(read.data) : undefined;
}

/** A text with A to Z in lower case. Every other character stays, unlike with `toLowerCase`. */
export function asciiLowerCase(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

/** The domain of an address, in ASCII lower case. */
export function domainOf(email: string): string {
  return asciiLowerCase(email.slice(email.lastIndexOf("@") + 1));
}

/** {@link asciiLowerCase} in SQL, for any locale of the database. Indexes on emails use the same text. */
export function lowerAscii(text: AnyPgColumn | SQL): SQL<string> {
  return sql<string>`lower(${text} collate "C")`;
}

/** Whether a column has this email; never if not ASCII. */
export function hasEmail(column: AnyPgColumn, email: string): SQL {
  const key = emailKey(email);
  return key === undefined ? sql`false` : sql`${lowerAscii(column)} = ${key}`;
}
