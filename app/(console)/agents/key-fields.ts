import { z } from "zod";
import { fact } from "#app/web/forms/confirmed-action";
import type { Fact } from "#components/forms/action-state.ts";
import { counted } from "#components/text/plural.ts";
import { mostHookTokenDays } from "#lib/agents/keys/add-key";
import { keyDays } from "#lib/agents/keys/key-expiry";
import { parsePublicKey } from "#lib/agents/keys/public-key";
import { CountersignError } from "#lib/kernel/errors";

/** A new key for an agent or tool. A pasted key is parsed here, so that the error is next to the field. */
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

/** The form fields of a new key for an existing agent: also a hook token. */
export const addedKeyFields = z.discriminatedUnion("keyKind", [
  keyFields,
  z.object({
    keyKind: z.literal("token"),
    expiresInDays: keyDays.pipe(
      z.number().max(mostHookTokenDays, { error: `must be at most ${mostHookTokenDays} days` }),
    ),
    subject: z
      .string()
      .trim()
      .regex(/^(?:[^/\p{C}]{1,100}\/[^\p{C}]{1,200})?$/u, "must be a type and an ID, such as user/alice")
      .default(""),
  }),
]);

export type AddedKeyFields = z.output<typeof addedKeyFields>;

/** The new key, for a dialog. */
export function keyFacts(key: AddedKeyFields): Fact[] {
  if (key.keyKind === "code") return [fact("Key", "Generated on the agent's machine")];
  const expiry = fact("Key expires", `In ${counted(key.expiresInDays, "day")}`);
  if (key.keyKind === "public") return [fact("Key", key.publicKey.trim()), expiry];
  if (key.keyKind !== "token") return [fact("Key", "Shared secret (HMAC)"), expiry];
  const subject = key.subject === "" ? [] : [fact("AuthZEN subject", key.subject)];
  return [fact("Key", "Hook token"), ...subject, expiry];
}

/** The AuthZEN subject of the field, such as `user/alice`. The type ends at the first slash. */
export function subjectOf(text: string): { type: string; id: string } | undefined {
  const [, type, id] = /^([^/]+)\/(.+)$/s.exec(text) ?? [];
  return type === undefined || id === undefined ? undefined : { type, id };
}
