import type { PublicKeyCredentialCreationOptionsJSON } from "@simplewebauthn/server";
import { eq } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { type EnrollmentPurpose, people, type Role } from "#db/schema/directory";
import { passkeys } from "#db/schema/passkeys";
import { tryAgainWhenBusy } from "#db/try-again";
import { recordAudit } from "#lib/audit/record";
import type { Config } from "#lib/kernel/config";
import { announce } from "#lib/notices/announce";
import { followSignIn } from "#lib/notifications/web-push/remove-subscriptions";
import { consumeChallenge } from "#lib/passkeys/consume-challenge";
import { endFounding, lockFounding } from "#lib/passkeys/control/founding";
import type { AttestationJson } from "#lib/passkeys/credential-json";
import { consumeEnrollment } from "#lib/passkeys/enrollment/consume-enrollment";
import { type EnrollmentView, findEnrollment, linkInvalid } from "#lib/passkeys/enrollment/find-enrollment";
import { registrationOptions } from "#lib/passkeys/registration-options";
import { storePasskey } from "#lib/passkeys/store-passkey";
import { type NewPasskey, verifyRegistration } from "#lib/passkeys/verify-registration";
import { activatePerson } from "#lib/people/change-person";
import { type NewSession, startSession } from "#lib/sessions/session";
import type { SessionDevice } from "#lib/sessions/session-device";
import { requiredConnectionOf } from "./sso-requirement.ts";

export interface Enrollment {
  token: string;
  credential: AttestationJson;
  passkeyName?: string;
  /** Token of the browser's current session, if any; the session ends. */
  replacedToken?: string;
  device?: SessionDevice;
  config: Pick<Config, "origin" | "rpId">;
  now: Date;
}

type PersonalEnrollment = EnrollmentView & { person: NonNullable<EnrollmentView["person"]> };

/** Passkey options for a link's person. @throws {CountersignError} `link_invalid` */
export async function enrollmentOptions(
  db: Database,
  { token, config, now }: { token: string; config: Pick<Config, "rpId">; now: Date },
): Promise<{ options: PublicKeyCredentialCreationOptionsJSON; person: { name: string } }> {
  const { id, person } = await openPersonalEnrollment(db, token, now);
  const options = await registrationOptions(db, { person, enrollmentId: id, config, now });
  return { options, person: { name: person.name } };
}

/**
 * Uses a link: the person gets the passkey and a session, and an invited person becomes active. A
 * person who has to sign in through a provider gets no session. Existing passkeys stay, unless the
 * issuing admin removed them. The link stays valid after a failed attempt.
 * @throws {CountersignError} `link_invalid`, `challenge_expired`, `user_not_verified`,
 * `passkey_refused`
 */
export async function enroll(
  db: Database,
  enrollment: Enrollment,
): Promise<{ personId: string; roles: Role[]; session: NewSession | undefined }> {
  const { credential, config, replacedToken, device, now } = enrollment;
  const { id: enrollmentId, purpose, person } = await openPersonalEnrollment(db, enrollment.token, now);
  const personId = person.id;
  const scope = { purpose: "register" as const, enrollmentId };
  const { challenge } = await consumeChallenge(db, credential.response.clientDataJSON, scope, now);
  const passkey = await verifyRegistration({ credential, expectedChallenge: challenge, config });
  // Notices lock admins after the person; a verb ending an admin's access locks admins first.
  return tryAgainWhenBusy(() =>
    db.transaction(async (tx) => {
      // The person's row before the link: the same order as in a suspension.
      const roles = await activate(tx, purpose, personId, now);
      await addFromLink(tx, { enrollmentId, personId, passkey, name: enrollment.passkeyName, now });
      if (roles.includes("admin")) await endFounding(tx, { personId, now });
      const mustUseSso = !roles.includes("admin") && (await requiredConnectionOf(tx, personId));
      const start = { personId, replacedToken, device, now };
      const session = mustUseSso ? undefined : await startSession(tx, start);
      if (session) await followSignIn(tx, { personId, replacedToken, token: session.token, now });
      return { personId, roles, session };
    }),
  );
}

/** Uses the link, and adds the passkey as one the link's issuer could have. */
async function addFromLink(
  tx: Transaction,
  added: {
    enrollmentId: string;
    personId: string;
    passkey: NewPasskey;
    name: string | undefined;
    now: Date;
  },
): Promise<void> {
  const { enrollmentId, personId, passkey, name, now } = added;
  const used = await consumeEnrollment(tx, { enrollmentId, personId, now });
  const via = viaOf(used.purpose);
  // Not by recovery: a passkey added to one by link never counts before its confirmation.
  const isFounding = (await lockFounding(tx)) && via === "invitation";
  const origin = { via, enrollmentId, vouchedBy: used.vouchedBy, isFounding };
  await storePasskey(tx, { personId, passkey, name, origin, now });
  // Neither the person of a recovery nor its issuer may have meant the link.
  const isRecovery = via === "recovery";
  const to = isRecovery ? [personId] : [];
  const except = isRecovery ? [] : [personId, used.createdBy];
  await announce(tx, { kind: "passkey_enrolled", to, except, enrollmentId, now });
}

function viaOf(purpose: EnrollmentPurpose): "invitation" | "recovery" {
  if (purpose === "setup") throw linkInvalid();
  return purpose;
}

async function openPersonalEnrollment(db: Database, token: string, now: Date): Promise<PersonalEnrollment> {
  const enrollment = await findEnrollment(db, token, now);
  if (!enrollment?.person) throw linkInvalid();
  return { ...enrollment, person: enrollment.person };
}

/**
 * An invitation makes an invited person active, or finds the person active after a sign-in through
 * a provider; a recovery needs an active person. A suspended person stays suspended.
 */
async function activate(
  tx: Transaction,
  purpose: EnrollmentPurpose,
  personId: string,
  now: Date,
): Promise<Role[]> {
  const [person] = await tx
    .select({ status: people.status, roles: people.roles })
    .from(people)
    .where(eq(people.id, personId))
    .for("update");
  if (person?.status === "active") {
    const isFirst = (await tx.$count(passkeys, eq(passkeys.personId, personId))) === 0;
    if (purpose === "invitation" && !isFirst) throw linkInvalid();
    return person.roles;
  }
  if (person?.status !== "invited" || purpose !== "invitation") throw linkInvalid();
  await activatePerson(tx, personId);
  await recordAudit(
    tx,
    { type: "person.activated", actor: { personId }, subject: { person: personId } },
    now,
  );
  return person.roles;
}
