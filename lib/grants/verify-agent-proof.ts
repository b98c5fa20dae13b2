import { verifyWebhook } from "#lib/crypto/verify-webhook";
import type { VerificationKey } from "#lib/crypto/webhook-key";
import { base64url, sha256 } from "#lib/kernel/digest";
import { CountersignError } from "#lib/kernel/errors";
import { invalidProof, missingProof } from "./verify-proof.ts";

interface AgentProofExpectation {
  /** The grant the proof is for. */
  grant: string;
  /** The grant's audience. */
  audience: string;
  /** All keys of the grant's agent. */
  keys: VerificationKey[];
  now: Date;
}

/**
 * Verifies the agent's signature over a grant without a bound key: without one, a copy from a log
 * could be redeemed at a tool. DPoP is no option, because an HMAC secret has no public half. The
 * form is that of Standard Webhooks, `id.timestamp.signature`, and the text is not JSON, so a
 * signature over a call never passes for one over a grant. The ID need not be remembered: the grant
 * can be redeemed only once.
 * @returns the ID of the signing key.
 * @throws {CountersignError} `invalid_proof`, `key_revoked`, `key_expired`.
 */
export async function verifyAgentProof(
  proof: string | undefined,
  expected: AgentProofExpectation,
): Promise<string> {
  if (proof === undefined)
    throw missingProof(
      "This grant isn't bound to a key, so the agent has to sign it. Pass the Countersign-Proof header that the agent sent with the grant as agent_proof.",
    );
  const [, id, timestamp, signature] = /^([^.]+)\.([^.]+)\.([^.]+)$/.exec(proof) ?? [];
  const text = grantProofText(expected.grant, expected.audience);
  try {
    const call = { id, timestamp, signature };
    return (await verifyWebhook(call, Buffer.from(text), expected.keys, expected.now)).keyId;
  } catch (cause) {
    throw explained(cause);
  }
}

/** What the agent signs, after `id.timestamp.` */
function grantProofText(grant: string, audience: string): string {
  return ["countersign/grant-proof/v1", base64url(sha256(grant)), audience].join("\n");
}

function explained(cause: unknown): unknown {
  if (!(cause instanceof CountersignError)) return cause;
  if (cause.code === "missing_signature")
    return invalidProof("agent_proof is not of the form id.timestamp.signature", cause);
  if (cause.code === "stale_timestamp")
    return invalidProof("the timestamp of agent_proof is more than five minutes from now", cause);
  if (cause.code === "invalid_signature")
    return invalidProof("agent_proof is not signed for this grant by a key of the agent", cause);
  return cause;
}
