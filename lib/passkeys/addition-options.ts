import type { PublicKeyCredentialCreationOptionsJSON } from "@simplewebauthn/server";
import type { Database } from "#db/client";
import type { Config } from "#lib/kernel/config";
import { confirmWithPasskey } from "./confirm-with-passkey.ts";
import type { AssertionJson } from "./credential-json.ts";
import { registrationOptions } from "./registration-options.ts";

/**
 * Options for another passkey, only after a confirmation by an existing one: a passkey approves, so
 * a session alone must never create a passkey. {@link addPasskey} takes only this challenge.
 * @throws {CountersignError} as `confirmWithPasskey`
 */
export async function additionOptions(
  db: Database,
  addition: {
    person: { id: string; name: string; email: string };
    confirmation: AssertionJson;
    config: Pick<Config, "origin" | "rpId">;
    now: Date;
  },
): Promise<PublicKeyCredentialCreationOptionsJSON> {
  const { person, confirmation, config, now } = addition;
  const act = "passkey/add" as const;
  const confirmed = { personId: person.id, act, credential: confirmation, config, now };
  const { credentialId } = await confirmWithPasskey(db, confirmed);
  return registrationOptions(db, { person, confirmedWith: credentialId, config, now });
}
