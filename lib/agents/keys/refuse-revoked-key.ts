import { and, eq, isNotNull } from "drizzle-orm";
import type { Transaction } from "#db/client";
import { agentKeys, tools } from "#db/schema/agents";
import { CountersignError } from "#lib/kernel/errors";

/**
 * Refuses a revoked public key of any agent or tool: a thief may still have the private key.
 * @throws {CountersignError} `conflict`
 */
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
