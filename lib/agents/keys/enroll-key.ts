import { and, eq, gt, isNull } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { agentEnrollmentCodes, agentKeys, agents } from "#db/schema/agents";
import { verifyWebhook, type WebhookHeaders } from "#lib/crypto/verify-webhook";
import { newId } from "#lib/kernel/ids";
import { hashOfCode } from "#lib/kernel/one-time-code";
import { invalidCode } from "./issue-enrollment-code.ts";
import { keyExpiry } from "./key-expiry.ts";
import { parsePublicKey } from "./public-key.ts";
import { storeKey } from "./store-key.ts";

export interface KeyEnrollment {
  code: string;
  publicKey: string;
  /** The call as received, signed with the new key: proof of the private key. */
  headers: WebhookHeaders;
  rawBody: Uint8Array;
  now: Date;
}

export interface EnrolledKey {
  agent: { id: string; name: string };
  key: { id: string; expiresAt: Date };
}

/**
 * Enrolls the public key of the agent's own key pair, for a one-time code. A call without proof
 * leaves the code valid, and a repeated call gets the same answer, since answers can be lost.
 * @throws {CountersignError} `invalid_input`, `missing_signature`, `invalid_signature`,
 * `stale_timestamp`, `invalid_enrollment_code`, `conflict`
 */
export async function enrollKey(db: Database, enrollment: KeyEnrollment): Promise<EnrolledKey> {
  const { headers, rawBody, now } = enrollment;
  const publicKey = parsePublicKey(enrollment.publicKey);
  const keyId = newId("key", now);
  const expiresAt = keyExpiry(undefined, now);
  const offered = {
    id: keyId,
    algorithm: "ed25519" as const,
    material: publicKey,
    expiresAt,
    revokedAt: null,
  };
  await verifyWebhook(headers, rawBody, [offered], now);
  return db.transaction(async (tx) => {
    const agent = await lockAgentOf(tx, enrollment.code, now);
    const addedBy = await consumeCode(tx, enrollment.code, now);
    if (addedBy === undefined) return enrolledBefore(tx, agent, enrollment, publicKey);
    await storeKey(tx, {
      keyId,
      agentId: agent.id,
      material: { algorithm: "ed25519", publicKey },
      expiresAt,
      actor: { type: "agent", id: agent.id },
      addedBy,
      now,
    });
    return { agent, key: { id: keyId, expiresAt } };
  });
}

/** The agent a live code is for, locked before its code and keys, as everywhere. */
async function lockAgentOf(tx: Transaction, code: string, now: Date): Promise<{ id: string; name: string }> {
  const [agent] = await tx
    .select({ id: agents.id, name: agents.name })
    .from(agentEnrollmentCodes)
    .innerJoin(agents, eq(agents.id, agentEnrollmentCodes.agentId))
    .where(
      and(
        eq(agentEnrollmentCodes.codeHash, hashOfCode(code)),
        gt(agentEnrollmentCodes.expiresAt, now),
        eq(agents.status, "active"),
      ),
    )
    .for("update", { of: agents });
  if (agent) return agent;
  throw invalidCode();
}

/** One conditional UPDATE uses the code, once. @returns the issuer's ID */
async function consumeCode(tx: Transaction, code: string, now: Date): Promise<string | undefined> {
  const used = await tx
    .update(agentEnrollmentCodes)
    .set({ usedAt: now })
    .where(
      and(
        eq(agentEnrollmentCodes.codeHash, hashOfCode(code)),
        isNull(agentEnrollmentCodes.usedAt),
        gt(agentEnrollmentCodes.expiresAt, now),
      ),
    )
    .returning({ createdBy: agentEnrollmentCodes.createdBy });
  return used[0]?.createdBy;
}

/** A retry after a lost answer: the same key gets the same answer. */
async function enrolledBefore(
  tx: Transaction,
  agent: { id: string; name: string },
  { code }: KeyEnrollment,
  publicKey: Uint8Array,
): Promise<EnrolledKey> {
  const [key] = await tx
    .select({ id: agentKeys.id, expiresAt: agentKeys.expiresAt })
    .from(agentKeys)
    .innerJoin(agentEnrollmentCodes, eq(agentEnrollmentCodes.usedAt, agentKeys.createdAt))
    .where(
      and(
        eq(agentEnrollmentCodes.codeHash, hashOfCode(code)),
        eq(agentKeys.agentId, agent.id),
        eq(agentKeys.publicKey, publicKey),
        isNull(agentKeys.revokedAt),
      ),
    );
  if (key) return { agent, key };
  throw invalidCode();
}
