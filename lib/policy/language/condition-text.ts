import { z } from "zod";

/**
 * A storable line without control characters, unpaired surrogates and reversed text direction, so
 * that approvers read the rule as written.
 */
export const lineSchema = z
  .string()
  .regex(
    /^[^\p{Cc}\p{Cs}\p{Bidi_Control}]*$/u,
    "no line ends, control characters or characters that reverse text",
  );
