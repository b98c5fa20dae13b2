import { z } from "zod";

/**
 * Text on one line that can be stored, escaped and read as what it is: no control characters, no halves of surrogate pairs, and none
 * of the characters that make text run the other way (approvers read rules, and must not read them backwards).
 */
export const lineSchema = z
  .string()
  .regex(
    /^[^\p{Cc}\p{Cs}\p{Bidi_Control}]*$/u,
    "no line ends, control characters or characters that reverse text",
  );
