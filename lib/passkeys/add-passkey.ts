import type { Database } from "#db/client";
import type { Config } from "#lib/kernel/config";
import { CountersignError } from "#lib/kernel/errors";
import { lockActivePerson } from "#lib/people/lock-people";
import { consumeChallenge } from "./consume-challenge.ts";
import { inheritOrigin } from "./control/inherit-origin.ts";
import type { AttestationJson } from "./credential-json.ts";
import { storePasskey } from "./store-passkey.ts";
import { verifyRegistration } from "./verify-registration.ts";

/**
 * Adds a passkey created for the options that a confirmation gave (`additionOptions`).
 * @throws {CountersignError} `challenge_expired`, `user_not_verified`, `passkey_refused`
 */
export async function addPasskey(
  db: Database,
  addition: {
    personId: string;
    credential: AttestationJson;
    name?: string;
    config: Pick<Config, "origin" | "rpId">;
    now: Date;
  },
): Promise<{ credentialId: string }> {
  const { personId, credential, name, config, now } = addition;
  const scope = { purpose: "register" as const, personId };
  const { clientDataJSON } = credential.response;
  const { challenge, confirmedWith } = await consumeChallenge(db, clientDataJSON, scope, now);
  const passkey = await verifyRegistration({ credential, expectedChallenge: challenge, config });
  await db.transaction(async (tx) => {
    if (!(await lockActivePerson(tx, personId))) {
      throw new CountersignError("passkey_refused", "person is not active", {
        userMessage: "Your access has ended. Ask an admin.",
      });
    }
    const origin = await inheritOrigin(tx, { personId, credentialId: confirmedWith ?? undefined });
    await storePasskey(tx, { personId, passkey, name, origin, now });
  });
  return { credentialId: passkey.credentialId };
}
