import { and, eq, gt, isNull } from "drizzle-orm";
import type { Transaction } from "#db/client";
import { scimTokens } from "#db/schema/scim";

/** Locks a usable token until the transaction ends; undefined for a revoked or expired token. */
export async function lockTokenAdmin(
  tx: Transaction,
  tokenId: string,
  now: Date,
): Promise<string | undefined> {
  const [token] = await tx
    .select({ responsibleAdminId: scimTokens.responsibleAdminId })
    .from(scimTokens)
    .where(and(eq(scimTokens.id, tokenId), isNull(scimTokens.revokedAt), gt(scimTokens.expiresAt, now)))
    .for("update");
  return token?.responsibleAdminId;
}

export async function setTokenAdmin(tx: Transaction, tokenId: string, personId: string): Promise<void> {
  await tx.update(scimTokens).set({ responsibleAdminId: personId }).where(eq(scimTokens.id, tokenId));
}
