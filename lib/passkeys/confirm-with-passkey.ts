import type { Database } from "#db/client";
import { recordAudit } from "#lib/audit/record";
import type { Config } from "#lib/kernel/config";
import { CountersignError } from "#lib/kernel/errors";
import { lockActivePerson } from "#lib/people/lock-people";
import type { ConfirmedAct } from "./confirmed-act.ts";
import { consumeChallenge } from "./consume-challenge.ts";
import type { AssertionJson } from "./credential-json.ts";
import { recordUse } from "./record-use.ts";
import { verifyOwnPasskey } from "./verify-own-passkey.ts";

export interface Confirmation {
  personId: string;
  act: ConfirmedAct;
  /** The passkey's answer to the challenge of `confirmationOptions` for this person and act. */
  credential: AssertionJson;
  config: Pick<Config, "origin" | "rpId">;
  now: Date;
}

/**
 * Requires a passkey of the session's owner, at this moment and for this act: a session alone,
 * stolen or left open, is not enough. Valid once; called before the act.
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
  const answer = { personId, credential, challenge, config };
  const { passkeyRow, assertion } = await verifyOwnPasskey(db, answer);
  const { credentialId } = passkeyRow;
  await db.transaction(async (tx) => {
    if (!(await lockActivePerson(tx, personId))) {
      throw new CountersignError("passkey_refused", "person is not active", {
        userMessage: "Your access has ended. Ask an admin.",
      });
    }
    await recordUse(tx, { credentialId, ...assertion, now });
    const subject = { person: personId, passkey: credentialId };
    await recordAudit(tx, { type: "passkey.confirmed", actor: { personId }, subject, data: { act } }, now);
  });
  return { credentialId };
}
