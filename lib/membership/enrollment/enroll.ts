import type { PublicKeyCredentialCreationOptionsJSON } from "@simplewebauthn/server";
import type { Database } from "#db/client";
import type { Role } from "#db/schema/directory";
import { tryAgainWhenBusy } from "#db/try-again";
import type { Config } from "#lib/kernel/config";
import { followSignIn } from "#lib/notifications/web-push/remove-subscriptions";
import { consumeChallenge } from "#lib/passkeys/consume-challenge";
import type { AttestationJson } from "#lib/passkeys/credential-json";
import { requirePersonalEnrollment } from "#lib/passkeys/enrollment/find-enrollment";
import { registrationOptions } from "#lib/passkeys/registration-options";
import { verifyRegistration } from "#lib/passkeys/verify-registration";
import { type NewSession, startSession } from "#lib/sessions/session";
import type { SessionDevice } from "#lib/sessions/session-device";
import { requiredConnectionOf } from "../sso-requirement.ts";
import { addEnrolledPasskey } from "./add-enrolled-passkey.ts";

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

/** Passkey options for a link's person. @throws {CountersignError} `link_invalid` */
export async function enrollmentOptions(
  db: Database,
  { token, config, now }: { token: string; config: Pick<Config, "rpId">; now: Date },
): Promise<{ options: PublicKeyCredentialCreationOptionsJSON; person: { name: string } }> {
  const { id, person } = await requirePersonalEnrollment(db, token, now);
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
  const { credential, passkeyName: name, config, replacedToken, device, now } = enrollment;
  const { id: enrollmentId, person } = await requirePersonalEnrollment(db, enrollment.token, now);
  const personId = person.id;
  const scope = { purpose: "register" as const, enrollmentId };
  const { challenge } = await consumeChallenge(db, credential.response.clientDataJSON, scope, now);
  const passkey = await verifyRegistration({ credential, expectedChallenge: challenge, config });
  // Notices lock admins after the person; a verb ending an admin's access locks admins first.
  return tryAgainWhenBusy(() =>
    db.transaction(async (tx) => {
      const roles = await addEnrolledPasskey(tx, { enrollmentId, personId, passkey, name, now });
      const mustUseSso = !roles.includes("admin") && (await requiredConnectionOf(tx, personId));
      const start = { personId, replacedToken, device, now };
      const session = mustUseSso ? undefined : await startSession(tx, start);
      if (session) await followSignIn(tx, { personId, replacedToken, token: session.token, now });
      return { personId, roles, session };
    }),
  );
}
