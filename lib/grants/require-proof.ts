import type { AgentCaller } from "#lib/callers/find-caller";
import { ed25519Thumbprint } from "#lib/crypto/ed25519";
import { isUsable, refuseUnusable, type VerificationKey } from "#lib/crypto/webhook-key";
import type { GrantClaims } from "#lib/grants/read";
import { CountersignError } from "#lib/kernel/errors";
import type { Action } from "#lib/policy/language/action";

import type { ExpectedExecution } from "./redeem-statement.ts";
import { verifyAgentProof } from "./verify-agent-proof.ts";
import { verifyProof } from "./verify-proof.ts";

export interface RedemptionInput {
  /** The grant as received, and its verified content. */
  grant: string;
  kid: string;
  claims: GrantClaims;
  /** The agent the grant was issued to, at this moment. */
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
