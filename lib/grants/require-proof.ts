import { CountersignError } from "#lib/errors";
import { ed25519Thumbprint } from "#lib/keys/ed25519";
import { isUsable, refuseUnusable, type VerificationKey } from "#lib/webhooks/verification-key";
import type { RedemptionInput } from "./redeem.ts";
import { verifyProof } from "./verify-proof.ts";

/**
 * A tool redeems for the agent: where the grant is bound to a key, the agent has to have shown that it holds that key, and the key has to be
 * good still (invariant 7).
 * @throws {CountersignError} `invalid_proof`, `key_revoked`, `key_expired`.
 */
export async function requireProof({
  redeemer,
  claims,
  agent,
  grant,
  proof,
  now,
}: RedemptionInput): Promise<void> {
  if (redeemer.type !== "tool" || !claims.cnf) return;
  const thumbprint = claims.cnf.jkt;
  const isBound = (key: VerificationKey) =>
    key.algorithm === "ed25519" && ed25519Thumbprint(key.material) === thumbprint;
  const bound = agent.keys.filter(isBound);
  const [key] = bound;
  if (!key)
    throw new CountersignError("key_revoked", `${agent.id} has no key ${thumbprint}`, {
      userMessage:
        "The key this grant is bound to is not a key of the agent any more. Ask again with a good one.",
    });
  if (!bound.some((candidate) => isUsable(candidate, now))) refuseUnusable(key, now);
  await verifyProof(proof, { grant, audience: claims.aud, thumbprint, now });
}
