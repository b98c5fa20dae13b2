import type { Database } from "#db/client";
import { recordAudit } from "#lib/audit/record";
import type { Config } from "#lib/config";
import { CountersignError } from "#lib/errors";
import { lockActivePerson } from "#lib/people/lock-active-person";
import type { ConfirmedAct } from "./confirmed-act.ts";
import { consumeChallenge } from "./consume-challenge.ts";
import type { AssertionJson } from "./credential-json.ts";
import { findPasskeyFor } from "./find-passkey.ts";
import { recordUse } from "./record-use.ts";
import { verifyAssertion } from "./verify-assertion.ts";

export interface Confirmation {
  personId: string;
  act: ConfirmedAct;
  /** The passkey's answer to the challenge of `confirmationOptions` for this person and act. */
  credential: AssertionJson;
  config: Pick<Config, "origin" | "rpId">;
  now: Date;
}

/**
 * Requires that the person at the screen has a passkey of the session's owner, at this moment and
 * for this act: a session alone, stolen or left open, is not enough. Valid once; called before the
 * act.
 * @returns the credential ID of the confirming passkey.
 * @throws {CountersignError} `challenge_expired`, `wrong_passkey`, `user_not_verified`,
 * `passkey_refused`
 */
export async function confirmWithPasskey(
  db: Database,
  confirmation: Confirmation,
): Promise<{ credentialId: string }> {
  const { personId, act, credential, config, now } = confirmation;
  const scope = { purpose: "confirm" as const, personId, confirms: act };
  const { challenge } = await consumeChallenge(db, credential.response.clientDataJSON, scope, now);
  const passkeyRow = await findPasskeyFor(db, credential.id);
  if (passkeyRow?.personId !== personId) {
    throw new CountersignError("wrong_passkey", `the passkey that confirms ${act} is not the person's`, {
      userMessage: "This passkey isn't yours. Use a passkey for the account you're signed in with.",
    });
  }
  const verified = await verifyAssertion({ credential, expectedChallenge: challenge, config, passkeyRow });
  const { credentialId } = passkeyRow;
  await db.transaction(async (tx) => {
    if (!(await lockActivePerson(tx, personId))) {
      throw new CountersignError("passkey_refused", "person is not active", {
        userMessage: "Your access has ended. Ask an admin.",
      });
    }
    await recordUse(tx, { credentialId, ...verified, now });
    const actor = { type: "person" as const, id: personId };
    const subject = { person: personId, passkey: credentialId };
    await recordAudit(tx, { type: "passkey.confirmed", actor, subject, data: { act } }, now);
  });
  return { credentialId };
}
