import { calculateJwkThumbprint, decodeProtectedHeader, EmbeddedJWK, jwtVerify } from "jose";
import { base64url, sha256 } from "#lib/kernel/digest";
import { CountersignError } from "#lib/kernel/errors";

export interface ProofExpectation {
  grant: string;
  /** The grant's audience: what `htu` must name. */
  audience: string;
  /** The grant's `cnf.jkt`. */
  thumbprint: string;
  now: Date;
}

/** A proof is for one call: an older proof may be a recording. */
const maximumAgeSeconds = 300;

/**
 * Verifies the DPoP proof (RFC 9449 section 4.3) that came with the grant: signed by the agent's
 * own key, for this audience and grant. `jti` need not be remembered: the grant can be redeemed
 * only once.
 * @throws {CountersignError} `invalid_proof`.
 */
export async function verifyProof(proof: string | undefined, expected: ProofExpectation): Promise<void> {
  if (proof === undefined)
    throw missingProof(
      "This grant is bound to the agent's key. Pass the DPoP header that the agent sent with the grant as dpop.",
    );
  const { payload, thumbprint } = await verified(proof, expected.now);
  if (thumbprint !== expected.thumbprint)
    throw invalidProof("the proof was made with another key than the grant is bound to");
  if (payload.htu !== expected.audience) throw invalidProof("htu is not the grant's audience");
  if (payload.ath !== base64url(sha256(expected.grant)))
    throw invalidProof("ath is not the hash of this grant");
  if (typeof payload.htm !== "string" || typeof payload.jti !== "string")
    throw invalidProof("htm and jti are required");
}

async function verified(proof: string, now: Date) {
  try {
    const options = {
      typ: "dpop+jwt",
      algorithms: ["EdDSA", "Ed25519"],
      maxTokenAge: maximumAgeSeconds,
      clockTolerance: 30,
    };
    const { payload } = await jwtVerify(proof, EmbeddedJWK, { ...options, currentDate: now });
    const { jwk } = decodeProtectedHeader(proof);
    return { payload, thumbprint: await calculateJwkThumbprint(jwk ?? {}) };
  } catch (cause) {
    throw invalidProof("the proof does not verify", cause);
  }
}

/** The refusal of an agent's proof of possession for a grant. The tool reads `fault`. */
export function invalidProof(fault: string, cause?: unknown): CountersignError {
  return new CountersignError("invalid_proof", fault, {
    userMessage: `The agent's proof doesn't match this grant (${fault}). Ask the agent for a new proof.`,
    cause,
  });
}

/** The refusal of a redemption by a tool without the proof. */
export function missingProof(userMessage: string): CountersignError {
  return new CountersignError("invalid_proof", "a tool redeems without the agent's proof", { userMessage });
}
