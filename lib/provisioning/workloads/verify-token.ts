import { createLocalJWKSet, errors, jwtVerify } from "jose";
import type { WorkloadIdentity } from "#lib/agents/keys/list-identities";
import { CountersignError } from "#lib/kernel/errors";
import type { OutboundClient } from "#lib/outbound/client";
import { issuerKeys } from "#lib/provisioning/provider/issuer-keys";
import { failedForSeconds } from "#lib/provisioning/provider/key-cache";
import { algorithms, invalidToken, notForThisAgent, type UnverifiedToken } from "./read-token.ts";

const toleranceSeconds = 30;
/** A token is for the run that asked. An older token may come from a log. */
const maximumAgeSeconds = 15 * 60;

/**
 * Verifies the signature of a token with its issuer's keys, and its times. The caller has compared
 * the other claims.
 * @throws {CountersignError} `invalid_workload_token`; `busy` when the issuer's keys are unavailable
 */
export async function verifyToken(
  token: UnverifiedToken,
  { identity, outbound, now }: { identity: WorkloadIdentity; outbound: OutboundClient; now: Date },
): Promise<void> {
  const keys = await issuerKeys(identity.issuer, { kid: token.kid, outbound, now }).catch((cause) => {
    throw new CountersignError("busy", "the keys of a workload's issuer cannot be fetched", {
      userMessage: "The keys of the token's issuer can't be fetched right now. Try again later.",
      retryAfterSeconds: failedForSeconds,
      cause,
    });
  });
  await jwtVerify(token.text, createLocalJWKSet(keys), {
    algorithms,
    requiredClaims: ["exp", "iat"],
    maxTokenAge: maximumAgeSeconds,
    clockTolerance: toleranceSeconds,
    currentDate: now,
  }).catch((thrown) => {
    throw refusalFor(thrown);
  });
}

/** Only a token with a valid signature is refused with a reason. */
function refusalFor(thrown: unknown): CountersignError {
  if (thrown instanceof errors.JWTExpired || thrown instanceof errors.JWTClaimValidationFailed)
    return invalidToken(
      "This token expired, isn't valid yet or is older than 15 minutes. Get a new token, and check the clock.",
      thrown,
    );
  return notForThisAgent(thrown);
}
