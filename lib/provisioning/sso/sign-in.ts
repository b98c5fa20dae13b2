import type { Database, Transaction } from "#db/client";
import type { Role } from "#db/schema/directory";
import { recordAudit } from "#lib/audit/record";
import type { Config } from "#lib/kernel/config";
import { CountersignError } from "#lib/kernel/errors";
import { requiredConnectionOf } from "#lib/membership/sso-requirement";
import { announce } from "#lib/notices/announce";
import { followSignIn } from "#lib/notifications/web-push/remove-subscriptions";
import { consumeChallenge } from "#lib/passkeys/consume-challenge";
import type { AssertionJson } from "#lib/passkeys/credential-json";
import { findPasskeyFor, type PasskeyRow } from "#lib/passkeys/find-passkey";
import { recordUse } from "#lib/passkeys/record-use";
import { type VerifiedAssertion, verifyAssertion } from "#lib/passkeys/verify-assertion";
import { lockActivePerson } from "#lib/people/lock-people";
import { type NewSession, startSession } from "#lib/sessions/session";
import type { SessionDevice } from "#lib/sessions/session-device";

export interface SignIn {
  credential: AssertionJson;
  /** The browser's current session, which ends. */
  replacedToken?: string;
  device?: SessionDevice;
  config: Pick<Config, "origin" | "rpId">;
  now: Date;
}

export interface SignedIn {
  personId: string;
  roles: Role[];
  session: NewSession;
  /** Whether an admin came in by passkey although single sign-on is required. */
  isBreakGlass: boolean;
}

/**
 * Signs in the passkey's owner, if that person is active. Every refusal of an answer to a challenge
 * of ours is recorded, by code and passkey alone. An answer to no challenge of ours is not
 * recorded: every outsider can send any number of them, and events are permanent.
 * @throws {CountersignError} `challenge_expired`, `wrong_passkey`, `user_not_verified`,
 *   `passkey_refused`, `sso_required`
 */
export async function signIn(db: Database, attempt: SignIn): Promise<SignedIn> {
  const { credential, now } = attempt;
  const scope = { purpose: "sign_in" as const };
  const { challenge } = await consumeChallenge(db, credential.response.clientDataJSON, scope, now);
  let passkey: PasskeyRow | undefined;
  try {
    passkey = await knownPasskey(db, credential.id);
    const verified = await verifyAssertion({
      credential,
      expectedChallenge: challenge,
      config: attempt.config,
      passkeyRow: passkey,
      requireUserHandle: true,
    });
    return await admit(db, passkey, verified, attempt);
  } catch (error) {
    await recordRefusal(db, passkey, error, now);
    throw error;
  }
}

async function knownPasskey(db: Database, credentialId: string): Promise<PasskeyRow> {
  const passkey = await findPasskeyFor(db, credentialId);
  if (passkey) return passkey;
  throw new CountersignError("wrong_passkey", "no such passkey", {
    userMessage: "This passkey isn't registered here or was removed. Use another one.",
    // Lets the page tell the browser to stop offering the passkey (signalUnknownCredential).
    details: { unknown_credential: credentialId },
  });
}

async function admit(
  db: Database,
  passkey: PasskeyRow,
  verified: VerifiedAssertion,
  { replacedToken, device, now }: SignIn,
): Promise<SignedIn> {
  const { personId, credentialId } = passkey;
  return db.transaction(async (tx) => {
    const roles = await lockActivePerson(tx, personId);
    if (!roles) {
      throw new CountersignError("passkey_refused", "person is not active", {
        userMessage: "Your account isn't active. Ask an admin.",
      });
    }
    const isBreakGlass = await refuseBypass(tx, { personId, roles, now });
    await recordUse(tx, { credentialId, ...verified, now });
    const data = isBreakGlass ? { break_glass: true } : {};
    const session = await startSession(tx, { personId, replacedToken, device, data, now });
    await followSignIn(tx, { personId, replacedToken, token: session.token, now });
    return { personId, roles, session, isBreakGlass };
  });
}

async function recordRefusal(
  db: Database,
  passkey: PasskeyRow | undefined,
  error: unknown,
  now: Date,
): Promise<void> {
  if (!(error instanceof CountersignError)) return;
  await recordAudit(
    db,
    {
      type: "session.refused",
      actor: { type: "system", id: "sign-in" },
      subject: { person: passkey?.personId, passkey: passkey?.credentialId },
      data: { code: error.code },
    },
    now,
  );
}

/**
 * Refuses a sign-in by passkey alone to a person who has to use a connection. Admins are exempt,
 * because a broken or missing provider must not lock everyone out; each break-glass sign-in is
 * recorded as an event, listed on the single sign-on page, and the other admins are notified.
 * @returns whether this is a break-glass sign-in.
 * @throws {CountersignError} `sso_required`
 */
async function refuseBypass(
  tx: Transaction,
  { personId, roles, now }: { personId: string; roles: Role[]; now: Date },
): Promise<boolean> {
  const connection = await requiredConnectionOf(tx, personId);
  if (!connection) return false;
  if (!roles.includes("admin"))
    throw new CountersignError("sso_required", `${personId} has to sign in through ${connection.id}`, {
      userMessage: `Your organization requires ${connection.name} to sign in. Use its button on the sign-in page. You can still approve with your passkey.`,
    });
  const subject = { person: personId, sso_connection: connection.id };
  await recordAudit(tx, { type: "sso.break_glass", actor: { personId }, subject }, now);
  await announce(tx, { kind: "sso_bypassed", except: [personId], now });
  return true;
}
