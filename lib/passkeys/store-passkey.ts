import type { Transaction } from "#db/client";
import { type EnrolledVia, passkeys } from "#db/schema/passkeys";
import { recordAudit } from "#lib/audit/record";
import { CountersignError } from "#lib/kernel/errors";
import { passkeyName } from "./passkey-name.ts";
import type { NewPasskey } from "./verify-registration.ts";

/** A passkey's origin: the people who could control it (lib/passkeys/control/). */
export interface Origin {
  via: EnrolledVia;
  /** The link the passkey goes back to. */
  enrollmentId?: string | undefined;
  vouchedBy: readonly string[];
  isFounding: boolean;
}

/** @throws {CountersignError} `passkey_refused` for a registered one (WebAuthn Level 3, 7.1 step 26). */
export async function storePasskey(
  tx: Transaction,
  entry: { personId: string; passkey: NewPasskey; name: string | undefined; origin: Origin; now: Date },
): Promise<void> {
  const { personId, passkey, now } = entry;
  const { via, enrollmentId, isFounding } = entry.origin;
  // The person controls their own passkey anyway.
  const vouchedBy = entry.origin.vouchedBy.filter((id) => id !== personId);
  const added = await tx
    .insert(passkeys)
    .values({
      ...passkey,
      personId,
      name: passkeyName(entry.name, passkey.aaguid, now),
      createdAt: now,
      enrolledVia: via,
      enrollmentId,
      vouchedBy,
      isFounding,
    })
    .onConflictDoNothing()
    .returning({ credentialId: passkeys.credentialId });
  if (added.length === 0) {
    throw new CountersignError("passkey_refused", "credential id is registered already", {
      userMessage: "This passkey is already registered.",
    });
  }
  await recordAudit(
    tx,
    {
      type: "passkey.added",
      actor: { personId },
      subject: { person: personId, passkey: passkey.credentialId, enrollment: enrollmentId },
      data: {
        aaguid: passkey.aaguid,
        backup_eligible: passkey.backupEligible,
        enrolled_via: via,
        vouched_by: vouchedBy,
      },
    },
    now,
  );
}
