import { ed25519Thumbprint } from "#lib/crypto/ed25519";
import type { VerificationKey } from "#lib/crypto/webhook-key";
import { addSeconds, epochSeconds } from "#lib/kernel/clock";
import { newId } from "#lib/kernel/ids";
import type { Action } from "#lib/policy/language/action";

/** The longest lifetime of a grant in seconds, an upper limit for rules. */
export const maximumTtlSeconds = 900;

/** The basis of a grant, as its `acr` (RFC 9068 section 2.2.1). */
const passkeyAcr = "urn:countersign:acr:passkey";
export const policyAcr = "urn:countersign:acr:policy";

export interface GrantInput {
  origin: string;
  requestId: string;
  agentId: string;
  ownerId: string;
  ownerEpoch: number;
  action: Action;
  actionDigest: string;
  /** The basis: a person's passkey, or policy alone. */
  basis: "passkey" | "policy";
  /** Raw Ed25519 public key that the agent asked with, for `cnf`; undefined for an HMAC agent. */
  agentKey: Uint8Array | undefined;
  ttlSeconds: number;
  now: Date;
}

/** A grant ready to be stored and signed: `claims` is the JWT's payload, as text. */
export interface NewGrant {
  id: string;
  claims: string;
  issuedAt: Date;
  expiresAt: Date;
}

/**
 * A JWT access token (RFC 9068) with the action in `authorization_details` (RFC 9396), the agent as
 * actor (RFC 8693 section 4.1) and its key as confirmation (RFC 9449 section 6.1); docs/agents.md.
 */
export function newGrant(input: GrantInput): NewGrant {
  const { action, now } = input;
  const id = newId("gnt", now);
  const issuedAtSeconds = epochSeconds(now);
  const ttlSeconds = Math.min(input.ttlSeconds, maximumTtlSeconds);
  const claims = {
    iss: input.origin,
    sub: input.ownerId,
    aud: action.audience ?? input.origin,
    client_id: input.agentId,
    act: { sub: input.agentId },
    iat: issuedAtSeconds,
    nbf: issuedAtSeconds,
    exp: issuedAtSeconds + ttlSeconds,
    jti: id,
    txn: input.requestId,
    authorization_details: [
      {
        type: "agent_action",
        action: action.type,
        resource: action.resource,
        params: action.params,
        digest: input.actionDigest,
      },
    ],
    acr: input.basis === "passkey" ? passkeyAcr : policyAcr,
    // RFC 8176: proof of possession of a hardware- or software-secured key, user present.
    amr: input.basis === "passkey" ? ["pop", "user"] : undefined,
    cnf: input.agentKey && { jkt: ed25519Thumbprint(input.agentKey) },
    owner_epoch: input.ownerEpoch,
  };
  return {
    id,
    claims: JSON.stringify(claims),
    issuedAt: now,
    expiresAt: addSeconds(new Date(issuedAtSeconds * 1000), ttlSeconds),
  };
}

/** The raw Ed25519 public key with this ID among the caller's. */
export function confirmationKey(keys: VerificationKey[], keyId: string): Uint8Array | undefined {
  const key = keys.find((candidate) => candidate.id === keyId);
  return key?.algorithm === "ed25519" ? key.material : undefined;
}
