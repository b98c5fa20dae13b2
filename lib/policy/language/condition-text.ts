import { z } from "zod";

/** A storable line that approvers read as written: no controls, lone surrogates or reversed direction. */
export const lineSchema = z
  .string()
  .regex(
    /^[^\p{Cc}\p{Cs}\p{Bidi_Control}]*$/u,
    "no line ends, control characters or characters that reverse text",
  );
