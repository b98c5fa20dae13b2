import { z } from "zod";

const maximumKeys = 20;

/** Public RSA and EC keys for verifying. Shared secrets and private keys are refused. */
const publicKey = z
  .looseObject({ kty: z.enum(["RSA", "EC"], { error: "must be an RSA or EC key" }) })
  .refine((key) => !("d" in key) && !("k" in key), { error: "must not contain a private key" });

export const jwksSchema = z.object({ keys: z.array(publicKey).min(1).max(maximumKeys) });

export type Jwks = z.output<typeof jwksSchema>;
