import { and, eq, gt, isNull, lt } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { agentKeys } from "#db/schema/agents";
import { workloadTokens } from "#db/schema/workloads";
import { invalidToken } from "./read-token.ts";

/**
 * Uses a token, in the transaction that stores its key. The primary key lets one caller through; a
 * concurrent caller waits for that caller's commit.
 * @returns false when the token was used before.
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
