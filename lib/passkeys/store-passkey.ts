import type { Transaction } from "#db/client";
import { passkeys } from "#db/schema/passkeys";
import { recordAudit } from "#lib/audit/record";
import { CountersignError } from "#lib/errors";
import { passkeyName } from "./passkey-name.ts";
import type { NewPasskey } from "./verify-registration.ts";

/**
 * Makes a verified passkey a person's own, in the caller's transaction.
 * @throws {CountersignError} `passkey_refused` when the credential is registered already, by anybody (WebAuthn Level 3, section 7.1 step 26).
 */
export async function storePasskey(
  tx: Transaction,
  entry: { personId: string; passkey: NewPasskey; name: string | undefined; enrolmentId?: string; now: Date },
): Promise<void> {
  const { personId, passkey, enrolmentId, now } = entry;
  const added = await tx
    .insert(passkeys)
    .values({ ...passkey, personId, name: passkeyName(entry.name, passkey.aaguid, now), createdAt: now })
    .onConflictDoNothing()
    .returning({ credentialId: passkeys.credentialId });
  if (added.length === 0) {
    throw new CountersignError("passkey_refused", "credential id is registered already", {
      userMessage: "That passkey is registered already.",
    });
  }
  await recordAudit(
    tx,
    {
      type: "passkey.added",
      actor: { type: "person", id: personId },
      subject: { person: personId, passkey: passkey.credentialId, enrolment: enrolmentId },
      data: { aaguid: passkey.aaguid, backup_eligible: passkey.backupEligible },
    },
    now,
  );
}
