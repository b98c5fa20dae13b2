import { and, eq, inArray, isNull, type SQL } from "drizzle-orm";
import type { Transaction } from "#db/client";
import { agentKeys } from "#db/schema/agents";
import { type Actor, recordAudits } from "#lib/audit/record";

interface Revocation {
  actor: Actor;
  /** The reason for the record, unless the agents or the keys themselves are revoked. */
  reason?: "owner_changed";
  now: Date;
}

/** Revokes all keys and hook tokens of agents, in the caller's transaction. */
export async function revokeKeysOf(
  tx: Transaction,
  agentIds: string[],
  revocation: Revocation,
): Promise<void> {
  if (agentIds.length > 0) await revoke(tx, inArray(agentKeys.agentId, agentIds), revocation);
}

/** Revokes all hook tokens of agents, in the caller's transaction. */
export async function revokeHookTokensOf(
  tx: Transaction,
  agentIds: string[],
  revocation: Revocation,
): Promise<void> {
  if (agentIds.length === 0) return;
  const which = and(inArray(agentKeys.agentId, agentIds), eq(agentKeys.algorithm, "bearer"));
  await revoke(tx, which, revocation);
}

/**
 * Revokes one key of an agent, in the caller's transaction.
 * @returns false unless the agent has the key and the key is not revoked yet.
 */
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
    .where(and(which, isNull(agentKeys.revokedAt)))
    .returning({ agent: agentKeys.agentId, key: agentKeys.id });
  const data = reason && { data: { reason } };
  await recordAudits(
    tx,
    revoked.map((subject) => ({ type: "agent_key.revoked" as const, actor, subject, ...data })),
    now,
  );
  return revoked.length;
}
