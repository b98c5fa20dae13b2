import { eq } from "drizzle-orm";
import type { Database } from "#db/client";
import { people } from "#db/schema/directory";
import type { Config } from "#lib/kernel/config";
import { tokenHash } from "#lib/kernel/digest";
import { announce } from "#lib/notices/announce";
import { storeOwnPasskey } from "#lib/passkeys/add-passkey";
import { consumeChallenge } from "#lib/passkeys/consume-challenge";
import type { AttestationJson } from "#lib/passkeys/credential-json";
import { registrationOptions } from "#lib/passkeys/registration-options";
import { verifyRegistration } from "#lib/passkeys/verify-registration";
import { requireConfirmedPhone, usePhoneLink } from "./confirmed-phone.ts";
import { phoneLinkInvalid } from "./phone-link.ts";

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
 * Adds the passkey that a confirmed phone created, as one added with the passkey that confirmed the
 * phone, and ends the link. The phone gets no session: it signs in with the passkey.
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
  await db.transaction(async (tx) => {
    const { personId, confirmedWith } = await usePhoneLink(tx, { secret, now });
    await storeOwnPasskey(tx, { personId, confirmedWith, passkey, name, now });
    // The person may have typed the number of another's phone.
    await announce(tx, { kind: "passkey_added_on_phone", to: [personId], now });
  });
}
