import { z } from "zod";
import { keyDays } from "#lib/agents/key-expiry";
import { parsePublicKey } from "#lib/agents/public-key";
import { CountersignError } from "#lib/errors";

/** What a form says about an agent's or tool's new key. A pasted key is looked at here, so that its fault stands beside the field. */
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
