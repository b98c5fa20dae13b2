import { and, eq, isNull } from "drizzle-orm";
import type { Transaction } from "#db/client";
import { challenges, passkeys } from "#db/schema/passkeys";
import { type Actor, recordAudit } from "#lib/audit/record";

/** Removes every passkey of a person who left, or whose passkeys an admin considers lost. */
export async function removeAllPasskeys(
  tx: Transaction,
  { personId, actor, now }: { personId: string; actor: Actor; now: Date },
): Promise<void> {
  await tx.delete(challenges).where(and(eq(challenges.personId, personId), isNull(challenges.usedAt)));
  const removed = await tx
    .delete(passkeys)
    .where(eq(passkeys.personId, personId))
    .returning({ credentialId: passkeys.credentialId });
  for (const { credentialId } of removed) {
    const subject = { person: personId, passkey: credentialId };
    await recordAudit(tx, { type: "passkey.removed", actor, subject }, now);
  }
}
