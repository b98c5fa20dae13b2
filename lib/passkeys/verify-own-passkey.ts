import type { Database } from "#db/client";
import type { Config } from "#lib/kernel/config";
import { CountersignError } from "#lib/kernel/errors";
import type { AssertionJson } from "./credential-json.ts";
import { findPasskeyFor, type PasskeyRow } from "./find-passkey.ts";
import { type VerifiedAssertion, verifyAssertion } from "./verify-assertion.ts";

/** For a used-up challenge (invariant 4). @throws `wrong_passkey`, `user_not_verified`, `passkey_refused` */
export async function verifyOwnPasskey(
  db: Database,
  input: {
    personId: string;
    credential: AssertionJson;
    challenge: Uint8Array;
    config: Pick<Config, "origin" | "rpId">;
  },
): Promise<{ passkeyRow: PasskeyRow; assertion: VerifiedAssertion }> {
  const { personId, credential, challenge: expectedChallenge, config } = input;
  const passkeyRow = await findPasskeyFor(db, credential.id);
  if (passkeyRow?.personId !== personId)
    throw new CountersignError("wrong_passkey", `the passkey is not ${personId}'s`, {
      userMessage: "This passkey isn't yours. Use a passkey for the account you're signed in with.",
    });
  const assertion = await verifyAssertion({ credential, expectedChallenge, config, passkeyRow });
  return { passkeyRow, assertion };
}
