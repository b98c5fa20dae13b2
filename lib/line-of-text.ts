import { z } from "zod";

/** A line of text that a person typed: trimmed, not empty, no control characters. */
export function lineOfText(maximumLength: number) {
  return z
    .string()
    .trim()
    .min(1, { error: "must not be empty" })
    .max(maximumLength, { error: `must have at most ${maximumLength} characters` })
    .regex(/^[^\p{Cc}]*$/u, { error: "must not contain control characters" });
}
