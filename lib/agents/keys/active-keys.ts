import { and, asc, gt, inArray, isNull, ne, sql } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { columnsOf } from "#db/columns-of";
import { agentKeys, type SigningAlgorithm } from "#db/schema/agents";
import { ed25519Thumbprint } from "#lib/crypto/ed25519";

/** A key that an agent can sign with, in the form of the new owner's statement. */
export interface ActiveKey {
  id: string;
  algorithm: SigningAlgorithm;
  /** RFC 7638 thumbprint of the public key; absent for a shared secret. */
  thumbprint?: string;
  added_at: string;
  added_by: string;
}

/** Active keys by agent, oldest first. Hook tokens and workload keys end with the owner: left out. */
export async function listActiveKeys(
  db: Database | Transaction,
  agentIds: string[],
  at: Date,
): Promise<Map<string, ActiveKey[]>> {
  const rows = await db
    .select({
      ...columnsOf(agentKeys, "agentId", "id", "publicKey", "createdAt", "addedBy"),
      algorithm: sql<SigningAlgorithm>`${agentKeys.algorithm}`,
    })
    .from(agentKeys)
    .where(
      and(
        inArray(agentKeys.agentId, agentIds),
        ne(agentKeys.algorithm, "bearer"),
        isNull(agentKeys.workloadId),
        isNull(agentKeys.revokedAt),
        gt(agentKeys.expiresAt, at),
      ),
    )
    .orderBy(asc(agentKeys.id));
  const found = new Map<string, ActiveKey[]>(agentIds.map((id) => [id, []]));
  for (const { agentId, id, algorithm, publicKey, createdAt, addedBy } of rows) {
    found.get(agentId)?.push({
      id,
      algorithm,
      ...(publicKey && { thumbprint: ed25519Thumbprint(publicKey) }),
      added_at: createdAt.toISOString(),
      added_by: addedBy,
    });
  }
  return found;
}
