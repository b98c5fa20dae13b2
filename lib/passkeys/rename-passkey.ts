import { and, eq } from "drizzle-orm";
import type { Database } from "#db/client";
import { passkeys } from "#db/schema/passkeys";
import { recordAudit } from "#lib/audit/record";
import { CountersignError } from "#lib/kernel/errors";

/** @throws {CountersignError} `not_found` for another person's passkey. */
export async function renamePasskey(
  db: Database,
  { personId, credentialId, name, now }: { personId: string; credentialId: string; name: string; now: Date },
): Promise<void> {
  await db.transaction(async (tx) => {
    const renamed = await tx
      .update(passkeys)
      .set({ name })
      .where(and(eq(passkeys.credentialId, credentialId), eq(passkeys.personId, personId)))
      .returning({ credentialId: passkeys.credentialId });
    if (renamed.length === 0)
      throw new CountersignError("not_found", "no such passkey of this person", {
        userMessage: "This passkey was removed. Reload the page.",
      });
    await recordAudit(
      tx,
      { type: "passkey.renamed", actor: { personId }, subject: { person: personId, passkey: credentialId } },
      now,
    );
  });
}
