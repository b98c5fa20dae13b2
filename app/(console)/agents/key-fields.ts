import { z } from "zod";
import type { Fact } from "#components/forms/action-state.ts";
import { counted } from "#components/text/plural.ts";
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

/** The new key, for a dialog. */
export function keyFacts({ keyKind, publicKey, expiresInDays }: KeyFields): Fact[] {
  if (keyKind === "code") return [{ label: "Key", value: "Generated on the agent's machine" }];
  return [
    { label: "Key", value: keyKind === "public" ? publicKey.trim() : "Shared secret (HMAC)" },
    { label: "Key expires", value: `In ${counted(expiresInDays, "day")}` },
  ];
}
