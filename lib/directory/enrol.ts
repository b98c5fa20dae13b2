import type { PublicKeyCredentialCreationOptionsJSON } from "@simplewebauthn/server";
import { and, eq } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { type EnrolmentPurpose, people, type Role } from "#db/schema/directory";
import { recordAudit } from "#lib/audit/record";
import { type NewSession, startSession } from "#lib/auth/session";
import type { Config } from "#lib/config";
import { consumeChallenge } from "#lib/passkeys/consume-challenge";
import type { AttestationJson } from "#lib/passkeys/credential-json";
import { registrationOptions } from "#lib/passkeys/registration-options";
import { storePasskey } from "#lib/passkeys/store-passkey";
import { verifyRegistration } from "#lib/passkeys/verify-registration";
import { consumeEnrolment } from "./consume-enrolment.ts";
import { type EnrolmentView, findEnrolment, linkInvalid } from "./find-enrolment.ts";

export interface Enrolment {
  token: string;
  credential: AttestationJson;
  passkeyName?: string;
  /** Token of the session this browser has already, if any: it ends. */
  replacedToken?: string;
  config: Pick<Config, "origin" | "rpId">;
  now: Date;
}

type PersonalEnrolment = EnrolmentView & { person: NonNullable<EnrolmentView["person"]> };

/**
 * Passkey options for the person a link was made for.
 * @throws {CountersignError} `link_invalid`
 */
export async function enrolmentOptions(
  db: Database,
  { token, config, now }: { token: string; config: Pick<Config, "rpId">; now: Date },
): Promise<{ options: PublicKeyCredentialCreationOptionsJSON; person: { name: string } }> {
  const { id, person } = await openPersonalEnrolment(db, token, now);
  const options = await registrationOptions(db, { person, enrolmentId: id, config, now });
  return { options, person: { name: person.name } };
}

/**
 * Uses a link: the person gets the passkey and a session, and an invited one becomes active. Passkeys they have already stay; an admin
 * who takes them for lost removes them when issuing the link. An attempt that fails leaves the link good.
 * @throws {CountersignError} `link_invalid`, `challenge_expired`, `user_not_verified`, `passkey_refused`
 */
export async function enrol(
  db: Database,
  enrolment: Enrolment,
): Promise<{ personId: string; roles: Role[]; session: NewSession }> {
  const { credential, config, replacedToken, now } = enrolment;
  const { id: enrolmentId, purpose, person } = await openPersonalEnrolment(db, enrolment.token, now);
  const personId = person.id;
  const scope = { purpose: "register" as const, enrolmentId };
  const { challenge } = await consumeChallenge(db, credential.response.clientDataJSON, scope, now);
  const passkey = await verifyRegistration({ credential, expectedChallenge: challenge, config });
  return db.transaction(async (tx) => {
    // The person's row first, then the link: the order in which suspending somebody takes them.
    const roles = await activate(tx, purpose, personId, now);
    await consumeEnrolment(tx, { enrolmentId, personId, now });
    await storePasskey(tx, { personId, passkey, name: enrolment.passkeyName, enrolmentId, now });
    return { personId, roles, session: await startSession(tx, { personId, replacedToken, now }) };
  });
}

async function openPersonalEnrolment(db: Database, token: string, now: Date): Promise<PersonalEnrolment> {
  const enrolment = await findEnrolment(db, token, now);
  if (!enrolment?.person) throw linkInvalid();
  return { ...enrolment, person: enrolment.person };
}

/** An invitation makes an invited person active; a recovery needs an active one. Whoever was suspended meanwhile stays out. */
async function activate(
  tx: Transaction,
  purpose: EnrolmentPurpose,
  personId: string,
  now: Date,
): Promise<Role[]> {
  const expected = purpose === "invitation" ? "invited" : "active";
  const [person] = await tx
    .update(people)
    .set({ status: "active" })
    .where(and(eq(people.id, personId), eq(people.status, expected)))
    .returning({ roles: people.roles });
  if (!person) throw linkInvalid();
  if (purpose === "invitation") {
    const actor = { type: "person" as const, id: personId };
    await recordAudit(tx, { type: "person.activated", actor, subject: { person: personId } }, now);
  }
  return person.roles;
}
