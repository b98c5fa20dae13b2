import { and, eq, gt, isNull, lt } from "drizzle-orm";
import { createLocalJWKSet, errors, jwtVerify } from "jose";
import type { Database, Transaction } from "#db/client";
import { agentKeys } from "#db/schema/agents";
import { workloadTokens } from "#db/schema/workloads";
import type { WorkloadIdentity } from "#lib/agents/keys/list-identities";
import { CountersignError } from "#lib/kernel/errors";
import type { OutboundClient } from "#lib/outbound/client";
import { failedForSeconds, issuerKeys } from "#lib/provisioning/provider/key-cache";
import { algorithms, invalidToken, notForThisAgent, type UnverifiedToken } from "./read-token.ts";

const toleranceSeconds = 30;
/** A token is for the run that asked. An older token may come from a log. */
const maximumAgeSeconds = 15 * 60;

/**
 * Verifies a token's signature with its issuer's keys, and its times; the caller has compared the
 * rest.
 * @throws {CountersignError} `invalid_workload_token`; `busy` when the issuer's keys are
 * unavailable
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

/**
 * Uses a token, in the transaction that stores its key, and returns whether it was unused. The
 * primary key lets one caller through; a concurrent caller waits for the commit.
 */
export async function useToken(
  tx: Transaction,
  { issuer, tokenHash, keyId, now }: { issuer: string; tokenHash: string; keyId: string; now: Date },
): Promise<boolean> {
  const used = await tx
    .insert(workloadTokens)
    .values({ issuer, tokenHash, keyId, usedAt: now })
    .onConflictDoNothing()
    .returning({ keyId: workloadTokens.keyId });
  return used.length === 1;
}

/**
 * The key that a used token was exchanged for, for a lost answer.
 * @throws {CountersignError} `invalid_workload_token` for another key
 */
export async function findExchangedKey(
  tx: Transaction,
  retry: { issuer: string; tokenHash: string; agentId: string; publicKey: Uint8Array; now: Date },
): Promise<{ id: string; expiresAt: Date }> {
  const [key] = await tx
    .select({ id: agentKeys.id, expiresAt: agentKeys.expiresAt })
    .from(workloadTokens)
    .innerJoin(agentKeys, eq(agentKeys.id, workloadTokens.keyId))
    .where(
      and(
        eq(workloadTokens.issuer, retry.issuer),
        eq(workloadTokens.tokenHash, retry.tokenHash),
        eq(agentKeys.agentId, retry.agentId),
        eq(agentKeys.publicKey, retry.publicKey),
        isNull(agentKeys.revokedAt),
        gt(agentKeys.expiresAt, retry.now),
      ),
    );
  if (key) return key;
  throw invalidToken("This token was used before. Get a new token for each key.");
}

/** Forgets tokens from before a moment: their age makes them worthless. */
export async function deleteUsedTokens(db: Database, before: Date): Promise<void> {
  await db.delete(workloadTokens).where(lt(workloadTokens.usedAt, before));
}
