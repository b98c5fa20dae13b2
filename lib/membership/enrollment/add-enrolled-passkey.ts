import { eq } from "drizzle-orm";
import type { Transaction } from "#db/client";
import type { EnrollmentPurpose, PersonStatus, Role } from "#db/schema/directory";
import { passkeys } from "#db/schema/passkeys";
import { recordAudit } from "#lib/audit/record";
import { announce } from "#lib/notices/announce";
import { endFounding, lockFounding } from "#lib/passkeys/control/founding";
import { consumeEnrollment } from "#lib/passkeys/enrollment/consume-enrollment";
import { linkInvalid } from "#lib/passkeys/enrollment/find-enrollment";
import { storePasskey } from "#lib/passkeys/store-passkey";
import type { NewPasskey } from "#lib/passkeys/verify-registration";
import { activatePerson } from "#lib/people/change-person";
import { lockPerson } from "#lib/people/lock-people";

/**
 * Consumes an invitation or recovery link and adds its person's passkey, as one that the link's
 * issuer could have. An invited person becomes active.
 * @returns the person's roles
 * @throws {CountersignError} `link_invalid`, `passkey_refused`
 */
export async function addEnrolledPasskey(
  tx: Transaction,
  enrolled: {
    enrollmentId: string;
    personId: string;
    passkey: NewPasskey;
    name: string | undefined;
    now: Date;
  },
): Promise<Role[]> {
  const { enrollmentId, personId, now } = enrolled;
  // The person's row before the link: the same order as in a suspension.
  const { roles, status } = await lockPerson(tx, personId);
  const used = await consumeEnrollment(tx, { enrollmentId, personId, now });
  await activate(tx, { personId, status, purpose: used.purpose, now });
  const via = viaOf(used.purpose);
  // Not by recovery: a passkey added to one by link never counts before its confirmation.
  const isFounding = (await lockFounding(tx)) && via === "invitation";
  const origin = { via, enrollmentId, vouchedBy: used.vouchedBy, isFounding };
  await storePasskey(tx, { ...enrolled, origin });
  // Neither the person of a recovery nor its issuer may have meant the link.
  const isRecovery = via === "recovery";
  const to = isRecovery ? [personId] : [];
  const except = isRecovery ? [] : [personId, used.createdBy];
  await announce(tx, { kind: "passkey_enrolled", to, except, enrollmentId, now });
  if (roles.includes("admin")) await endFounding(tx, { personId, now });
  return roles;
}

function viaOf(purpose: EnrollmentPurpose): "invitation" | "recovery" {
  if (purpose === "setup") throw linkInvalid();
  return purpose;
}

/**
 * An invitation makes an invited person active, or finds the person active after a sign-in through
 * a provider; a recovery needs an active person. A suspended person stays suspended.
 */
async function activate(
  tx: Transaction,
  link: { personId: string; status: PersonStatus; purpose: EnrollmentPurpose; now: Date },
): Promise<void> {
  const { personId, status, purpose, now } = link;
  if (status === "active") {
    const isFirst = (await tx.$count(passkeys, eq(passkeys.personId, personId))) === 0;
    if (purpose === "invitation" && !isFirst) throw linkInvalid();
    return;
  }
  if (status !== "invited" || purpose !== "invitation") throw linkInvalid();
  await activatePerson(tx, personId);
  await recordAudit(
    tx,
    { type: "person.activated", actor: { personId }, subject: { person: personId } },
    now,
  );
}
