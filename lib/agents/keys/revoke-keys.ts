import { and, eq, gt, inArray, isNotNull, isNull, or, type SQL } from "drizzle-orm";
import type { Transaction } from "#db/client";
import { agentKeys } from "#db/schema/agents";
import { type Actor, recordAudits } from "#lib/audit/record";

interface Revocation {
  actor: Actor;
  /** The reason for the record, unless the agents or the keys themselves are revoked. */
  reason?: "owner_changed" | "ownership_unconfirmed" | "agent_held";
  now: Date;
}

export async function revokeKeysOf(
  tx: Transaction,
  agentIds: string[],
  revocation: Revocation,
): Promise<void> {
  if (agentIds.length > 0) await revoke(tx, inArray(agentKeys.agentId, agentIds), revocation);
}

export async function revokeHookTokensOf(
  tx: Transaction,
  agentIds: string[],
  revocation: Revocation,
): Promise<void> {
  if (agentIds.length === 0) return;
  const which = and(inArray(agentKeys.agentId, agentIds), eq(agentKeys.algorithm, "bearer"));
  await revoke(tx, which, revocation);
}

export async function revokeWorkloadKeysOf(
  tx: Transaction,
  agentIds: string[],
  revocation: Revocation,
): Promise<void> {
  if (agentIds.length === 0) return;
  const which = and(inArray(agentKeys.agentId, agentIds), isNotNull(agentKeys.workloadId));
  await revoke(tx, which, revocation);
}

/** @returns the IDs of the identity's keys, the expired ones included. */
export async function revokeKeysOfWorkload(
  tx: Transaction,
  identityId: string,
  revocation: Revocation,
): Promise<string[]> {
  const which = eq(agentKeys.workloadId, identityId);
  await revoke(tx, which, revocation);
  const keys = await tx.select({ id: agentKeys.id }).from(agentKeys).where(which);
  return keys.map(({ id }) => id);
}

/** @returns false unless the agent has the key and the key is not revoked yet. */
export async function revokeOneKey(
  tx: Transaction,
  { agentId, keyId, ...revocation }: { agentId: string; keyId: string } & Revocation,
): Promise<boolean> {
  const which = and(eq(agentKeys.id, keyId), eq(agentKeys.agentId, agentId));
  return (await revoke(tx, which, revocation)) > 0;
}

async function revoke(
  tx: Transaction,
  which: SQL | undefined,
  { actor, reason, now }: Revocation,
): Promise<number> {
  const revoked = await tx
    .update(agentKeys)
    .set({ revokedAt: now })
    .where(and(which, isNull(agentKeys.revokedAt), isWorthRevoking(now)))
    .returning({ agent: agentKeys.agentId, key: agentKeys.id });
  const data = reason && { data: { reason } };
  await recordAudits(
    tx,
    revoked.map((subject) => ({ type: "agent_key.revoked" as const, actor, subject, ...data })),
    now,
  );
  return revoked.length;
}

/** An agent can have many expired workload keys. */
function isWorthRevoking(now: Date): SQL | undefined {
  return or(isNull(agentKeys.workloadId), gt(agentKeys.expiresAt, now));
}
