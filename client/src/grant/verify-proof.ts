import { calculateJwkThumbprint, decodeProtectedHeader, EmbeddedJWK, jwtVerify } from "jose";
import { Refusal } from "../refusal.ts";
import { sha256 } from "../text.ts";
import type { VerifiedGrant } from "./verify-grant.ts";

/** An agent's grant and proof. */
export interface Presented {
  grant: string;
  dpop?: string;
  agentProof?: string;
  /** The HTTP method of the agent's call (`htm` in the proof). */
  method?: string;
}

const maximumAgeSeconds = 300;

/**
 * Checks the agent's proof that the grant is its own, as far as this is possible offline: a DPoP
 * proof completely, a `Countersign-Proof` by its form, because its key is a secret between the
 * agent and Countersign.
 * @throws {Refusal} `invalid_proof`
 */
export async function verifyProof(presented: Presented, verified: VerifiedGrant, clockSkewSeconds: number) {
  if (verified.thumbprint === undefined) return checkAgentProof(presented.agentProof, clockSkewSeconds);
  if (presented.dpop === undefined)
    throw invalid("this grant is bound to the agent's key: send a DPoP header with the grant");
  const { payload, thumbprint } = await verifiedDpop(presented.dpop, clockSkewSeconds);
  if (thumbprint !== verified.thumbprint) throw invalid("the DPoP proof was made with another key");
  if (payload.htu !== verified.audience) throw invalid("htu isn't the audience of the grant");
  if (payload.ath !== (await sha256(presented.grant))) throw invalid("ath isn't the hash of this grant");
  if (typeof payload.jti !== "string") throw invalid("the DPoP proof has no jti");
  // Countersign doesn't see the agent's call, so only the tool can compare the method.
  if (typeof payload.htm !== "string" || payload.htm !== (presented.method ?? payload.htm))
    throw invalid("htm isn't the method of this call");
}

async function verifiedDpop(proof: string, clockSkewSeconds: number) {
  try {
    const { payload } = await jwtVerify(proof, EmbeddedJWK, {
      typ: "dpop+jwt",
      algorithms: ["EdDSA", "Ed25519"],
      maxTokenAge: maximumAgeSeconds,
      clockTolerance: clockSkewSeconds,
    });
    return { payload, thumbprint: await calculateJwkThumbprint(decodeProtectedHeader(proof).jwk ?? {}) };
  } catch (cause) {
    throw invalid("the DPoP proof doesn't verify or is older than five minutes", cause);
  }
}

function checkAgentProof(proof: string | undefined, clockSkewSeconds: number) {
  if (proof === undefined)
    throw invalid("this grant isn't bound to a key: send a Countersign-Proof header with the grant");
  const [, timestamp] = /^[^.\s]{1,128}\.(\d{1,12})\.v1a?,[\w+/=-]{16,512}$/.exec(proof) ?? [];
  if (timestamp === undefined) throw invalid("the Countersign-Proof isn't id.timestamp.signature");
  if (Math.abs(Date.now() / 1000 - Number(timestamp)) > maximumAgeSeconds + clockSkewSeconds)
    throw invalid("the Countersign-Proof is older than five minutes");
}

function invalid(why: string, cause?: unknown) {
  return new Refusal("invalid_proof", `The agent's proof is missing or wrong: ${why}.`, { cause });
}
