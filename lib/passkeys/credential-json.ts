import { z } from "zod";

// The browsers' JSON forms of WebAuthn Level 3, section 5.1 (PublicKeyCredential.toJSON()). Sizes
// are bounded by the output of authenticators; unread members are dropped.
const base64urlText = (maximum: number) =>
  z
    .string()
    .min(1)
    .max(maximum)
    .regex(/^[A-Za-z0-9_-]+$/, { error: "must be base64url without padding" });

const attachment = z.enum(["platform", "cross-platform"]).nullish().catch(undefined);

/** The answer to `navigator.credentials.get()`. */
export const assertionSchema = z.object({
  id: base64urlText(1400),
  rawId: base64urlText(1400),
  type: z.literal("public-key"),
  authenticatorAttachment: attachment,
  response: z.object({
    clientDataJSON: base64urlText(8192),
    authenticatorData: base64urlText(4096),
    signature: base64urlText(4096),
    userHandle: base64urlText(88).nullish(),
  }),
});

/** The answer to `navigator.credentials.create()`. */
export const attestationSchema = z.object({
  id: base64urlText(1400),
  rawId: base64urlText(1400),
  type: z.literal("public-key"),
  authenticatorAttachment: attachment,
  clientExtensionResults: z
    .object({ credProps: z.object({ rk: z.boolean().optional() }).optional() })
    .optional(),
  response: z.object({
    clientDataJSON: base64urlText(8192),
    attestationObject: base64urlText(32_768),
    transports: z.array(z.string().max(32)).max(10).nullish(),
  }),
});

export type AssertionJson = z.infer<typeof assertionSchema>;
export type AttestationJson = z.infer<typeof attestationSchema>;
