import { randomBytes } from "node:crypto";
import type { webhookEndpoints } from "#db/schema/webhooks";
import { type MasterSecret, seal, unseal } from "#lib/crypto/seal";

export type EndpointSecrets = Pick<
  typeof webhookEndpoints.$inferSelect,
  "id" | "secretSealed" | "previousSecretSealed" | "previousSecretEndsAt"
>;

/** A new secret: `whsec_`, to be shown once, and as it is stored. */
export function createSecret(endpointId: string, masterSecret: MasterSecret) {
  const bytes = randomBytes(32);
  const secretSealed = seal(masterSecret, "webhook-secret", endpointId, bytes);
  return { secret: `whsec_${bytes.toString("base64")}`, secretSealed };
}

/** The secrets that sign at this time: for a day after a rotation, the previous one too. */
export function signingSecrets(
  endpoint: EndpointSecrets,
  masterSecret: MasterSecret,
  now: Date,
): Uint8Array[] {
  const { id, secretSealed, previousSecretSealed: previous, previousSecretEndsAt: endsAt } = endpoint;
  const sealed = previous && endsAt && endsAt > now ? [secretSealed, previous] : [secretSealed];
  return sealed.map((bytes) => unseal(masterSecret, "webhook-secret", id, bytes));
}
