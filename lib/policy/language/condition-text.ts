import { z } from "zod";

/**
 * Text on one line that can be stored, escaped and read unchanged: no control characters, no
 * unpaired surrogates, and no characters that reverse the text direction (approvers read rules, and
 * must not read them backwards).
 */
export const lineSchema = z
  .string()
  .regex(
    /^[^\p{Cc}\p{Cs}\p{Bidi_Control}]*$/u,
    "no line ends, control characters or characters that reverse text",
  );
