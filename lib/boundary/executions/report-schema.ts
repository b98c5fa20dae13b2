import { z } from "zod";
import { storableText } from "#lib/json/storable-text";

const reportMembers = {
  outcome: z.enum(["done", "failed", "uncertain"]).meta({
    description: "`uncertain` if the tool got the call and its answer is unknown",
  }),
  duration_ms: z
    .int()
    .min(0)
    .max(2 ** 31 - 1),
  result_sha256: z
    .string()
    .regex(/^[A-Za-z0-9_-]{43}$/, "must be a SHA-256 in base64url")
    .optional()
    .meta({ description: "base64url SHA-256 of the tool's answer" }),
  error: storableText(500).min(1).optional().meta({ description: "One line. Shown as unverified." }),
};

/** Names the request: the signature covers the body alone, so no report fits another request. */
export const executionReportSchema = z.strictObject({
  request: z.string().meta({ description: "The ID of the request, as in the path" }),
  ...reportMembers,
});

export type ExecutionReport = z.output<z.ZodObject<typeof reportMembers>>;
