import { type SQL, sql } from "drizzle-orm";
import type { AnyPgColumn } from "drizzle-orm/pg-core";
import { z } from "zod";

/**
 * The single rule for email addresses, for invitations, set-up, directories, identity providers and
 * security events: ASCII, and compared without regard to the case of ASCII letters. Unicode has
 * characters that fold to ASCII letters, such as U+212A KELVIN SIGN to `k`. If they counted, an
 * account with such an address would be linked to the person with the plain one.
 */
export const emailAddress = z
  .string()
  .trim()
  .max(254)
  .pipe(z.email({ error: "must be an email address" }));

/** An address in the form in which two addresses are equal; undefined for a text that is no address by {@link emailAddress}. */
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

/**
 * The same as {@link asciiLowerCase} in SQL. In the collation "C" PostgreSQL's `lower` changes A to Z alone; in any other it folds by
 * the locale of the database. The indexes on people's addresses are over this expression.
 */
export function lowerAscii(text: AnyPgColumn | SQL): SQL<string> {
  return sql<string>`lower(${text} collate "C")`;
}

/** Whether a column has this address. An address that is not ASCII, in the column or given, is no one's. */
export function hasEmail(column: AnyPgColumn, email: string): SQL {
  const key = emailKey(email);
  return key === undefined ? sql`false` : sql`${lowerAscii(column)} = ${key}`;
}
