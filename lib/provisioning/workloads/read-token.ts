import { decodeJwt, decodeProtectedHeader, type JWTPayload } from "jose";
import type { WorkloadIdentity } from "#lib/agents/keys/list-identities";
import { base64url, sha256 } from "#lib/kernel/digest";
import { CountersignError } from "#lib/kernel/errors";

/** Asymmetric: a public key could serve as a shared secret, and with `none` anyone could sign. */
export const algorithms = ["RS256", "PS256", "ES256", "EdDSA"];

export interface UnverifiedToken {
  text: string;
  issuer: string;
  kid: string | undefined;
  payload: JWTPayload;
}

/** Only an identity's exact values make the server fetch keys. @throws `invalid_workload_token` */
export function readToken(text: string): UnverifiedToken {
  const { header, payload } = decode(text);
  if (!algorithms.includes(header.alg ?? ""))
    throw invalidToken(
      `This token's signature isn't ${algorithms.join(", ")}. Use a token with one of these.`,
    );
  // An access token or a logout token of the same issuer is no identity of a workload.
  if (header.typ !== undefined && !/^jwt$/i.test(header.typ))
    throw invalidToken("This token isn't an ID token. Send the OIDC token of the workload (typ JWT).");
  if (typeof payload.iss !== "string") throw notForThisAgent();
  return { text, issuer: payload.iss, kid: header.kid, payload };
}

function decode(text: string) {
  try {
    return { header: decodeProtectedHeader(text), payload: decodeJwt(text) };
  } catch (cause) {
    throw invalidToken("This token isn't a JWT. Send the signed JWT of your OIDC issuer.", cause);
  }
}

/** Whether a token has exactly the pinned values, and no further audience. */
export function isTokenOf(identity: WorkloadIdentity, { payload }: UnverifiedToken): boolean {
  const audiences = [payload.aud].flat();
  return (
    payload.iss === identity.issuer &&
    payload.sub === identity.subject &&
    audiences.length === 1 &&
    audiences[0] === identity.audience &&
    Object.entries(identity.claims).every(
      ([name, value]) => Object.hasOwn(payload, name) && payload[name] === value,
    )
  );
}

/** A token's name for its single use: `jti`, or the signed part, as an ECDSA signature can be rewritten. */
export function tokenName({ text, payload }: UnverifiedToken): string {
  const { jti } = payload;
  const name = typeof jti === "string" ? `jti:${jti}` : `token:${text.slice(0, text.lastIndexOf("."))}`;
  return base64url(sha256(name));
}

/** A token that no one can exchange. `sentence`: what is wrong, and what to do. */
export function invalidToken(sentence: string, cause?: unknown): CountersignError {
  return new CountersignError("invalid_workload_token", `workload token refused: ${sentence}`, {
    userMessage: sentence,
    cause,
  });
}

/** One answer for unknown agents, unknown workloads and wrong signatures: strangers learn nothing. */
export function notForThisAgent(cause?: unknown): CountersignError {
  return new CountersignError("invalid_workload_token", "no workload identity for this token", {
    userMessage:
      "The token isn't from a workload of this agent. Compare its issuer, audience, subject and claims with the agent's page, character by character.",
    cause,
  });
}
