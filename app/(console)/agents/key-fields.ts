import { z } from "zod";
import { fact } from "#app/web/forms/confirmed-action";
import { type KindId, kinds } from "#components/agents/connect/kinds.ts";
import type { Fact } from "#components/forms/action-state.ts";
import { counted } from "#components/text/plural.ts";
import { mostHookTokenDays } from "#lib/agents/keys/add-key";
import { workloadIdentityFields } from "#lib/agents/keys/identity-fields";
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

/** Claims as typed: `name=value`, one a line. */
const claimLines = z.string().transform((text, context) => {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  const claims = lines.map((line) => {
    const [name = "", ...rest] = line.split("=");
    return { name: name.trim(), value: rest.join("=").trim() };
  });
  const isWritten = claims.every(({ name, value }) => name !== "" && value !== "");
  const isUnique = new Set(claims.map(({ name }) => name)).size === claims.length;
  if (isWritten && isUnique && claims.length <= 2) return claims;
  context.addIssue({ code: "custom", message: "must be at most two claims, each as name=value" });
  return z.NEVER;
});

/** The form fields of an agent's credential: a key, a hook token, or a workload that gets keys. */
export const addedKeyFields = z.discriminatedUnion("keyKind", [
  keyFields,
  z.object({
    ...workloadIdentityFields.shape,
    keyKind: z.literal("workload"),
    /** Left out for a new agent, whose address it is. */
    audience: workloadIdentityFields.shape.audience.optional(),
    claims: claimLines.pipe(workloadIdentityFields.shape.claims),
  }),
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

/** Whether the steps of the kind use this credential. A key that connects nothing yet is fine. */
export function isCredentialOf(fields: {
  connects?: KindId | undefined;
  keyKind: AddedKeyFields["keyKind"];
}): boolean {
  const { connects, keyKind } = fields;
  const credential = keyKind === "token" || keyKind === "workload" ? keyKind : "key";
  return connects === undefined || kinds[connects].credential === credential;
}

/** The new key, for a dialog. */
export function keyFacts(key: AddedKeyFields): Fact[] {
  if (key.keyKind === "code") return [fact("Key", "Generated on the agent's machine")];
  if (key.keyKind === "workload") {
    const { issuer, audience = "The address of the new agent", subject, claims, keyMinutes } = key;
    return [
      fact("Issuer", issuer),
      fact("Audience", audience),
      fact("Subject", subject),
      ...claims.map(({ name, value }) => fact(name, value)),
      fact("Keys expire", `After ${counted(keyMinutes, "minute")}`),
    ];
  }
  const expiry = fact("Key expires", `In ${counted(key.expiresInDays, "day")}`);
  if (key.keyKind === "public") return [fact("Key", key.publicKey.trim()), expiry];
  if (key.keyKind !== "token") return [fact("Key", "Shared secret (HMAC)"), expiry];
  const subject = key.subject === "" ? [] : [fact("AuthZEN subject", key.subject)];
  return [fact("Key", "Hook token"), ...subject, expiry];
}

/** What the holder of the credential can do, for a dialog. */
export function riskOfKey(key: AddedKeyFields, name: string): string[] {
  if (key.keyKind === "token")
    return [`Anyone who has this token can ask as ${name}, and use what is approved.`];
  if (key.keyKind !== "workload") return [`Anyone who has this key can send requests and act as ${name}.`];
  return [
    `Every workload with a token that has these values can send requests and act as ${name}.`,
    ...(/(^|:)pull_request(:|$)/.test(key.subject)
      ? ["This subject includes every pull request, with code that no one has reviewed."]
      : []),
  ];
}

/** The AuthZEN subject of the field, such as `user/alice`. The type ends at the first slash. */
export function subjectOf(text: string): { type: string; id: string } | undefined {
  const [, type, id] = /^([^/]+)\/(.+)$/s.exec(text) ?? [];
  return type === undefined || id === undefined ? undefined : { type, id };
}
