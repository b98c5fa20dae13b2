import { z } from "zod";

/** At most `maximum` characters, without U+0000: storable by PostgreSQL. */
export function storableText(maximum: number) {
  return z
    .string()
    .max(maximum, `has at most ${maximum.toLocaleString("en")} characters`)
    .refine((text) => !text.includes("\u0000"), "must not contain the character U+0000");
}

/** A field that may be left empty: trimmed, and null without a character. */
export function optionalText(maximum: number) {
  return storableText(maximum)
    .trim()
    .transform((text) => text || null);
}

/** Whether PostgreSQL's JSON can store `value`: no text and no name contains U+0000. */
export function isStorableJson(value: unknown): boolean {
  if (typeof value === "string") return !value.includes("\u0000");
  if (typeof value !== "object" || value === null) return true;
  return Object.entries(value).every(([name, member]) => isStorableJson(name) && isStorableJson(member));
}
