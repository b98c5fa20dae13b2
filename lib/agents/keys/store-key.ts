import { and, eq, isNotNull, isNull, sql } from "drizzle-orm";
import type { Transaction } from "#db/client";
import { agentKeys, tools } from "#db/schema/agents";
import { type Actor, recordAudit } from "#lib/audit/record";
import { notify } from "#lib/events/hub";
import { CountersignError } from "#lib/kernel/errors";
import { endStandingApprovals } from "#lib/voiding/end-standing-approvals";

type KeyMaterial =
  | { algorithm: "ed25519"; publicKey: Uint8Array }
  | { algorithm: "hmac-sha256"; secretSealed: Uint8Array }
  | { algorithm: "bearer"; tokenHash: string; subject?: TokenSubject | undefined };

export interface TokenSubject {
  type: string;
  id: string;
}

export interface NewKey {
  keyId: string;
  agentId: string;
  material: KeyMaterial;
  expiresAt: Date;
  actor: Actor;
  /** The person who adds the key, or issued the enrollment code. */
  addedBy: string;
  /** Absent for every key but a workload's. */
  workload?: { identityId: string; issuer: string; subject: string; tokenHash: string };
  now: Date;
}

/** Adds a key to a locked agent. @throws {CountersignError} `conflict` for a key revoked or in use. */
export async function storeKey(tx: Transaction, key: NewKey): Promise<void> {
  const { keyId, agentId, material, expiresAt, actor, addedBy, workload, now } = key;
  if (material.algorithm === "ed25519") {
    await refuseRevokedKey(tx, material.publicKey);
    await refuseKeyInUse(tx, material.publicKey);
  }
  const { subject, ...columns } = { subject: undefined, ...material };
  const named = subject && { subjectType: subject.type, subjectId: subject.id };
  const workloadId = workload?.identityId ?? null;
  await tx
    .insert(agentKeys)
    .values({ id: keyId, agentId, ...columns, ...named, addedBy, workloadId, createdAt: now, expiresAt });
  await recordAudit(
    tx,
    {
      type: workload ? "workload_key.issued" : "agent_key.added",
      actor,
      subject: { agent: agentId, key: keyId, ...(workload && { workload_identity: workload.identityId }) },
      data: {
        ...{ algorithm: material.algorithm, expires_at: expiresAt.toISOString(), added_by: addedBy },
        ...(subject && { authzen_subject: true }),
        ...(workload && tokenFacts(workload)),
      },
    },
    now,
  );
  if (!workload) {
    // A workload's keys are short-lived, and of one identity.
    const which = sql`s.agent_id = ${agentId}`;
    await endStandingApprovals(tx, { which, reason: "key_changed", actor, now });
  }
  await notify(tx, `agent/${agentId}`);
}

function tokenFacts({ issuer, subject, tokenHash }: NonNullable<NewKey["workload"]>) {
  return { issuer, subject, token_sha256: tokenHash };
}

async function refuseKeyInUse(tx: Transaction, publicKey: Uint8Array): Promise<void> {
  const [inUse] = await tx
    .select({ id: agentKeys.id })
    .from(agentKeys)
    .where(and(eq(agentKeys.publicKey, publicKey), isNull(agentKeys.revokedAt)))
    .limit(1);
  if (!inUse) return;
  throw new CountersignError("conflict", `public key is in use as ${inUse.id}`, {
    userMessage: "This public key is already in use. Create a new key pair for each agent and each rotation.",
  });
}

/** Refuses a revoked key: a thief may have the private key. @throws {CountersignError} `conflict` */
export async function refuseRevokedKey(tx: Transaction, publicKey: Uint8Array): Promise<void> {
  const [revoked] = await tx
    .select({ id: agentKeys.id })
    .from(agentKeys)
    .where(and(eq(agentKeys.publicKey, publicKey), isNotNull(agentKeys.revokedAt)))
    .unionAll(
      tx
        .select({ id: tools.id })
        .from(tools)
        .where(and(eq(tools.publicKey, publicKey), isNotNull(tools.revokedAt))),
    )
    .limit(1);
  if (!revoked) return;
  throw new CountersignError("conflict", `public key was revoked as ${revoked.id}`, {
    userMessage: "This public key was revoked and can't be used again. Create a new key pair.",
  });
}
