import { z } from "zod";

/** Text that PostgreSQL can keep: it has no U+0000. At most `maximum` characters. */
export function storableText(maximum: number) {
  return z
    .string()
    .max(maximum, `has at most ${maximum.toLocaleString("en")} characters`)
    .refine((text) => !text.includes("\u0000"), "must not contain the character U+0000");
}
