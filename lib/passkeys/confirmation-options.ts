import {
  generateAuthenticationOptions,
  type PublicKeyCredentialRequestOptionsJSON,
} from "@simplewebauthn/server";
import type { Database } from "#db/client";
import type { Config } from "#lib/kernel/config";
import type { ConfirmedAct } from "./confirmed-act.ts";
import { challengeTtlSeconds, issueChallenge } from "./issue-challenge.ts";
import { listPasskeys } from "./list-passkeys.ts";

/** Options for `navigator.credentials.get()` to confirm one act. */
export async function confirmationOptions(
  db: Database,
  {
    personId,
    act,
    config,
    now,
  }: { personId: string; act: ConfirmedAct; config: Pick<Config, "rpId">; now: Date },
): Promise<PublicKeyCredentialRequestOptionsJSON> {
  const challenge = await issueChallenge(db, { purpose: "confirm", personId, confirms: act }, now);
  return signingOptions(db, { personId, challenge, config });
}

interface Signing {
  personId: string;
  challenge: Uint8Array;
  config: Pick<Config, "rpId">;
}

/** Options for `navigator.credentials.get()`: a signed-in person signs a challenge with an own passkey. */
export async function signingOptions(
  db: Database,
  { personId, challenge, config }: Signing,
): Promise<PublicKeyCredentialRequestOptionsJSON> {
  const passkeys = await listPasskeys(db, personId);
  return generateAuthenticationOptions({
    rpID: config.rpId,
    challenge: new Uint8Array(challenge),
    allowCredentials: passkeys.map(({ id }) => ({ id })),
    timeout: challengeTtlSeconds * 1000,
    userVerification: "required",
  });
}
