import { z } from "zod";
import { keyDays } from "#lib/agents/keys/key-expiry";
import { parsePublicKey } from "#lib/agents/keys/public-key";
import { CountersignError } from "#lib/errors";

/**
 * The form fields of a new key for an agent or tool. A pasted key is parsed here, so that an error
 * appears next to the field.
 */
export const keyFields = z
  .object({
    keyKind: z.enum(["code", "public", "secret"]),
    publicKey: z.string().max(2000).default(""),
    expiresInDays: keyDays,
  })
  .superRefine(({ keyKind, publicKey }, context) => {
    if (keyKind !== "public") return;
    try {
      parsePublicKey(publicKey);
    } catch (thrown) {
      if (!(thrown instanceof CountersignError)) throw thrown;
      context.addIssue({ code: "custom", path: ["publicKey"], message: thrown.userMessage });
    }
  });

export type KeyFields = z.output<typeof keyFields>;
