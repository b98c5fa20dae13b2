import { randomBytes } from "node:crypto";
import type { webhookEndpoints } from "#db/schema/webhooks";
import { type MasterSecret, seal, unseal } from "#lib/crypto/seal";

export type EndpointSecrets = Pick<
  typeof webhookEndpoints.$inferSelect,
  "id" | "secretSealed" | "previousSecretSealed" | "previousSecretEndsAt"
>;

/** A new secret: `whsec_`, shown once, and in its stored form. */
export function createSecret(endpointId: string, masterSecret: MasterSecret) {
  const bytes = randomBytes(32);
  const secretSealed = seal(masterSecret, "webhook-secret", endpointId, bytes);
  return { secret: `whsec_${bytes.toString("base64")}`, secretSealed };
}

/** The current secrets: for a day after a rotation, the previous secret too. */
export function signingSecrets(
  endpoint: EndpointSecrets,
  masterSecret: MasterSecret,
  now: Date,
): Uint8Array[] {
  const { id, secretSealed, previousSecretSealed: previous, previousSecretEndsAt: endsAt } = endpoint;
  const sealed = previous && endsAt && endsAt > now ? [secretSealed, previous] : [secretSealed];
  return sealed.map((bytes) => unseal(masterSecret, "webhook-secret", id, bytes));
}
