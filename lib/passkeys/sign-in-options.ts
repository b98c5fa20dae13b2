import {
  generateAuthenticationOptions,
  type PublicKeyCredentialRequestOptionsJSON,
} from "@simplewebauthn/server";
import type { Database } from "#db/client";
import type { Config } from "#lib/kernel/config";
import { challengeTtlSeconds, issueChallenge } from "./issue-challenge.ts";

/** Options for `navigator.credentials.get()` that allow every passkey, to reveal no person's. */
export async function signInOptions(
  db: Database,
  { config, now }: { config: Pick<Config, "rpId">; now: Date },
): Promise<PublicKeyCredentialRequestOptionsJSON> {
  const challenge = await issueChallenge(db, { purpose: "sign_in" }, now);
  return generateAuthenticationOptions({
    rpID: config.rpId,
    challenge: new Uint8Array(challenge),
    timeout: challengeTtlSeconds * 1000,
    userVerification: "required",
  });
}
