import { and, eq } from "drizzle-orm";
import type { Database } from "#db/client";
import { passkeys } from "#db/schema/passkeys";
import { recordAudit } from "#lib/audit/record";
import { CountersignError } from "#lib/errors";

/**
 * Removes one of a person's own passkeys, but never the last one: there is no password to fall back on.
 * @throws {CountersignError} `last_passkey`, `not_found`
 */
export async function removePasskey(
  db: Database,
  { personId, credentialId, now }: { personId: string; credentialId: string; now: Date },
): Promise<void> {
  await db.transaction(async (tx) => {
    // Two tabs that each remove "the other one" would both see two passkeys. Locking all of a person's passkeys, always in
    // the same order, makes the second wait and then count what is really left.
    const held = await tx
      .select({ credentialId: passkeys.credentialId })
      .from(passkeys)
      .where(eq(passkeys.personId, personId))
      .orderBy(passkeys.credentialId)
      .for("update");
    if (!held.some((passkey) => passkey.credentialId === credentialId)) {
      throw new CountersignError("not_found", "no such passkey of this person");
    }
    if (held.length === 1) {
      throw new CountersignError("last_passkey", "a person's last passkey cannot be removed", {
        userMessage: "This is your only passkey. Add another one first, then remove this one.",
      });
    }
    await tx
      .delete(passkeys)
      .where(and(eq(passkeys.credentialId, credentialId), eq(passkeys.personId, personId)));
    const actor = { type: "person" as const, id: personId };
    const subject = { person: personId, passkey: credentialId };
    await recordAudit(tx, { type: "passkey.removed", actor, subject }, now);
  });
}
