import { decodeProtectedHeader, errors, jwtVerify } from "jose";
import { actionDigest, type CheckedAction } from "../action.ts";
import type { Issuer } from "../issuer.ts";
import type { Untyped } from "../json/untyped.ts";
import { Refusal } from "../refusal.ts";

/** A grant verified offline. Only redeeming proves that the grant wasn't redeemed or revoked before. */
export interface VerifiedGrant {
  grantId: string;
  requestId: string;
  agentId: string;
  ownerId: string;
  /** The authority: a person, or policy alone. */
  basis: "passkey" | "policy";
  audience: string;
  expiresAt: Date;
  /** Of the agent's key (`cnf.jkt`), if the grant is bound. */
  thumbprint: string | undefined;
}

export const passkeyAcr = "urn:countersign:acr:passkey";
export const policyAcr = "urn:countersign:acr:policy";

const maximumLength = 32_000;
/** One spelling of a grant: readers of base64url skip white space. */
const jwtForm = /^[\w-]+\.[\w-]+\.[\w-]+$/;
/** No grant is valid for longer (docs/agents.md). */
const maximumLifeSeconds = 900;

/**
 * Verifies a grant for exactly this action, offline.
 * @param options `signal`: stops waiting for the issuer's public keys
 * @throws {Refusal} `invalid_grant`, `grant_expired`, `grant_not_yet_valid`, `audience_mismatch`,
 * `action_mismatch`, `issuer_unavailable`
 */
export async function verifyGrant(
  issuer: Issuer,
  grant: string,
  action: CheckedAction,
  audience: string,
  { signal }: { signal?: AbortSignal } = {},
): Promise<VerifiedGrant> {
  const claims = await untilAborted(verifiedClaims(issuer, grant), signal);
  const { iat, exp, jti, txn, sub, act, acr, aud, cnf, authorization_details: details } = claims;
  // A JWT's `aud` may be a list, but a grant is for one tool.
  if (aud !== audience) throw new Refusal("audience_mismatch", "This grant is for another tool.");
  const [detail, ...more] = Array.isArray(details) ? details : [];
  const isGrant =
    [jti, txn, sub, act?.sub].every((claim) => typeof claim === "string" && claim !== "") &&
    claims.client_id === act.sub &&
    Number.isInteger(iat) &&
    exp - iat <= maximumLifeSeconds &&
    (acr === passkeyAcr || acr === policyAcr) &&
    (cnf === undefined || typeof cnf?.jkt === "string") &&
    detail?.type === "agent_action" &&
    more.length === 0;
  if (!isGrant) throw new Refusal("invalid_grant", "This token isn't a grant.");
  if (detail.digest !== (await actionDigest(act.sub, action)))
    throw new Refusal("action_mismatch", "This isn't the action that was approved. It must match exactly.");
  return {
    grantId: jti,
    requestId: txn,
    agentId: act.sub,
    ownerId: sub,
    basis: acr === passkeyAcr ? "passkey" : "policy",
    audience: aud,
    expiresAt: new Date(exp * 1000),
    thumbprint: cnf?.jkt,
  };
}

async function verifiedClaims(issuer: Issuer, grant: string): Promise<Untyped> {
  const isJwt = typeof grant === "string" && grant.length <= maximumLength && jwtForm.test(grant);
  if (!isJwt || !hasKeyId(grant)) throw new Refusal("invalid_grant", "The grant isn't a signed JWT.");
  try {
    const { payload } = await jwtVerify(grant, issuer.keys, {
      // Only signatures by the issuer's Ed25519 keys: never `none`, never an HMAC with a public key.
      algorithms: ["EdDSA", "Ed25519"],
      typ: "at+jwt",
      issuer: issuer.issuer,
      requiredClaims: ["exp", "nbf", "iat", "aud"],
      clockTolerance: issuer.clockSkewSeconds,
      currentDate: new Date(issuer.clock.now()),
    });
    return payload;
  } catch (cause) {
    throw refusalOfToken(issuer, cause);
  }
}

/** Without `kid`, every key of the set would be a candidate. */
function hasKeyId(grant: string) {
  try {
    return typeof decodeProtectedHeader(grant).kid === "string";
  } catch {
    return false;
  }
}

function refusalOfToken({ issuer, url }: Issuer, cause: unknown) {
  if (cause instanceof errors.JWTExpired)
    return new Refusal("grant_expired", "This grant has expired.", { cause });
  if (
    cause instanceof errors.JWTClaimValidationFailed &&
    cause.claim === "nbf" &&
    cause.reason === "check_failed"
  )
    return new Refusal("grant_not_yet_valid", "This grant isn't valid yet. Check the clock.", { cause });
  if (cause instanceof errors.JWTClaimValidationFailed && cause.claim === "iss")
    return new Refusal("invalid_grant", `This grant wasn't issued by ${issuer}.`, { cause });
  const isAboutToken =
    cause instanceof errors.JWTClaimValidationFailed ||
    cause instanceof errors.JWTInvalid ||
    cause instanceof errors.JWSInvalid ||
    cause instanceof errors.JWSSignatureVerificationFailed ||
    cause instanceof errors.JOSEAlgNotAllowed ||
    cause instanceof errors.JOSENotSupported ||
    cause instanceof errors.JWKSNoMatchingKey;
  if (isAboutToken)
    return new Refusal("invalid_grant", "This grant wasn't issued by this Countersign.", { cause });
  if (cause instanceof Refusal) return cause;
  const why = cause instanceof Error ? cause.message : String(cause);
  const message = `Countersign's public keys can't be fetched from ${url}: ${why}.`;
  return new Refusal("issuer_unavailable", message, { cause });
}

/** An issuer's keys are fetched once for many grants: a caller that leaves stops only its own wait. */
function untilAborted<T>(running: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return running;
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const leave = () => reject(signal.reason);
    signal.addEventListener("abort", leave, { once: true });
    running.then(resolve, reject).finally(() => signal.removeEventListener("abort", leave));
  });
}
