import type { AgentCaller } from "#lib/callers/find-caller";
import { ed25519Thumbprint } from "#lib/crypto/ed25519";
import { verifyWebhook } from "#lib/crypto/verify-webhook";
import { isUsable, refuseUnusable, type VerificationKey } from "#lib/crypto/webhook-key";
import type { GrantClaims } from "#lib/grants/read";
import { base64url, sha256 } from "#lib/kernel/digest";
import { CountersignError } from "#lib/kernel/errors";
import type { Action } from "#lib/policy/language/action";

import type { ExpectedExecution } from "./redeem-statement.ts";
import { invalidProof, missingProof, verifyProof } from "./verify-proof.ts";

export interface RedemptionInput {
  /** The grant as received, and its verified content. */
  grant: string;
  kid: string;
  claims: GrantClaims;
  agent: AgentCaller;
  /** The call's signer: the agent itself, or a tool registered for the audience. */
  redeemer: { type: "agent" | "tool"; id: string };
  /** The call's signing key: of the agent, or the tool's own ID. */
  keyId: string;
  /** The agent's proof of possession to the tool, for a grant bound to a key. */
  dpop: string | undefined;
  /** The same for a grant that isn't bound to a key. */
  agentProof: string | undefined;
  /** What is about to be done. */
  action: Action;
  /** The announced report of the action. */
  execution?: ExpectedExecution | undefined;
  origin: string;
  now: Date;
}

/**
 * Requires the agent's own proof when a tool redeems, so that a copied grant is worthless at a
 * tool. A grant bound to a key takes a DPoP proof by the key, another grant a signature by a key of
 * the agent. The key must still be usable (invariant 7).
 * @returns the agent's key: of the proof, or of the call's signature when the agent redeems.
 * @throws {CountersignError} `invalid_proof`, `key_revoked`, `key_expired`.
 */
export async function requireProof(input: RedemptionInput): Promise<string> {
  const { redeemer, claims, agent, grant, now } = input;
  if (redeemer.type !== "tool") return input.keyId;
  if (claims.cnf) return requireBoundKey(input, claims.cnf.jkt);
  return verifyAgentProof(input.agentProof, { grant, audience: claims.aud, keys: agent.keys, now });
}

async function requireBoundKey(input: RedemptionInput, thumbprint: string): Promise<string> {
  const { claims, agent, grant, now } = input;
  const isBound = (key: VerificationKey) =>
    key.algorithm === "ed25519" && ed25519Thumbprint(key.material) === thumbprint;
  const bound = agent.keys.filter(isBound);
  const [key] = bound;
  if (!key)
    throw new CountersignError("key_revoked", `${agent.id} has no key ${thumbprint}`, {
      userMessage: "The key this grant is bound to is no longer active. Ask again with an active key.",
    });
  const usable = bound.find((candidate) => isUsable(candidate, now));
  if (!usable) refuseUnusable(key, now);
  await verifyProof(input.dpop, { grant, audience: claims.aud, thumbprint, now });
  return (usable ?? key).id;
}

interface AgentProofExpectation {
  grant: string;
  audience: string;
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
