import { eq } from "drizzle-orm";
import type { Database } from "#db/client";
import { people } from "#db/schema/directory";
import { tryAgainWhenBusy } from "#db/try-again";
import type { Config } from "#lib/kernel/config";
import { tokenHash } from "#lib/kernel/digest";
import { isId } from "#lib/kernel/ids";
import { announce } from "#lib/notices/announce";
import { storeOwnPasskey } from "#lib/passkeys/add-passkey";
import { consumeChallenge } from "#lib/passkeys/consume-challenge";
import type { AttestationJson } from "#lib/passkeys/credential-json";
import { requireConfirmedPhone, usePhoneLink } from "#lib/passkeys/phone/confirmed-phone";
import { phoneLinkInvalid } from "#lib/passkeys/phone/phone-link";
import { registrationOptions } from "#lib/passkeys/registration-options";
import { verifyRegistration } from "#lib/passkeys/verify-registration";
import { addEnrolledPasskey } from "./add-enrolled-passkey.ts";

/** Passkey options for a confirmed phone. @throws as `requireConfirmedPhone` */
export async function phoneOptions(
  db: Database,
  { secret, config, now }: { secret: string; config: Pick<Config, "rpId">; now: Date },
): ReturnType<typeof registrationOptions> {
  const { personId, confirmedWith, expiresAt } = await requireConfirmedPhone(db, { secret, now });
  const { id, name, email } = people;
  const [person] = await db.select({ id, name, email }).from(people).where(eq(id, personId));
  if (!person) throw phoneLinkInvalid();
  // A prompt that outlasts the link would leave the phone a passkey that no one accepts.
  const timeoutMs = expiresAt.getTime() - now.getTime();
  const registration = { person, enrollmentId: tokenHash(secret), confirmedWith, timeoutMs, config, now };
  return registrationOptions(db, registration);
}

/**
 * Adds the passkey that a confirmed phone created, and ends the link: as one added with the passkey
 * that confirmed the phone, or as one of the invitation or recovery link that the laptop holds,
 * which it consumes. The phone gets no session: it signs in with the passkey.
 * @throws {CountersignError} `link_invalid`, `challenge_expired`, `user_not_verified`, `passkey_refused`
 */
export async function addPasskeyOnPhone(
  db: Database,
  addition: {
    secret: string;
    credential: AttestationJson;
    name?: string;
    config: Pick<Config, "origin" | "rpId">;
    now: Date;
  },
): Promise<void> {
  const { secret, credential, name, config, now } = addition;
  const scope = { purpose: "register" as const, enrollmentId: tokenHash(secret) };
  const { challenge } = await consumeChallenge(db, credential.response.clientDataJSON, scope, now);
  const passkey = await verifyRegistration({ credential, expectedChallenge: challenge, config });
  // As in `enroll`, notices lock admins after the person.
  await tryAgainWhenBusy(() =>
    db.transaction(async (tx) => {
      const { personId, authority, confirmedWith } = await usePhoneLink(tx, { secret, now });
      const added = { personId, passkey, name, now };
      if (isId("enr", authority)) await addEnrolledPasskey(tx, { ...added, enrollmentId: authority });
      else await storeOwnPasskey(tx, { ...added, confirmedWith });
      // The person may have typed the number of another's phone.
      await announce(tx, { kind: "passkey_added_on_phone", to: [personId], now });
    }),
  );
}
