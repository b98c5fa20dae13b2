import { and, eq, isNull, type SQL } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { policyTokens } from "#db/schema/policy";
import { type Actor, recordAudits } from "#lib/audit/record";
import { CountersignError } from "#lib/kernel/errors";
import { requireRole } from "#lib/sessions/require-role";
import type { Viewer } from "#lib/sessions/session";

/** Revokes an admin's token. For admins. @throws {CountersignError} `not_found` */
export async function revokePolicyToken(
  db: Database,
  { actor, tokenId, now }: { actor: Viewer; tokenId: string; now: Date },
): Promise<void> {
  requireRole(actor, "admin");
  await db.transaction(async (tx) => {
    const count = await revoke(tx, eq(policyTokens.id, tokenId), actor, now);
    if (count > 0) return;
    throw new CountersignError("not_found", `no policy token ${tokenId} to revoke`, {
      userMessage: "This token doesn't exist or was already revoked.",
    });
  });
}

/** Revokes all tokens of a person whose status or roles change, also for after a reactivation. */
export async function revokePolicyTokensOf(
  tx: Transaction,
  { personId, actor, now }: { personId: string; actor: Actor; now: Date },
): Promise<void> {
  await revoke(tx, eq(policyTokens.personId, personId), actor, now);
}

async function revoke(tx: Transaction, which: SQL, actor: Actor, now: Date): Promise<number> {
  const revoked = await tx
    .update(policyTokens)
    .set({ revokedAt: now })
    .where(and(which, isNull(policyTokens.revokedAt)))
    .returning({ id: policyTokens.id, personId: policyTokens.personId });
  const facts = revoked.map(({ id, personId }) => ({
    ...{ type: "policy_token.revoked" as const, actor },
    subject: { policy_token: id, person: personId },
  }));
  await recordAudits(tx, facts, now);
  return revoked.length;
}
