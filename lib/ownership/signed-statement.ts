import type { Database } from "#db/client";
import type { Config } from "#lib/config";
import { CountersignError } from "#lib/errors";
import type { AssertionJson } from "#lib/passkeys/credential-json";
import { findPasskeyFor } from "#lib/passkeys/find-passkey";
import { type VerifiedAssertion, verifyAssertion } from "#lib/passkeys/verify-assertion";
import { consumeOwnershipChallenge } from "./challenge.ts";

export interface Signature {
  personId: string;
  /** The passkey's answer to the challenge of `requestOwnershipChallenge`. */
  credential: AssertionJson;
  config: Pick<Config, "origin" | "rpId">;
  now: Date;
}

/** What was signed, and what to store so that every verifier can check the signature later. */
export interface SignedStatement {
  evidence: {
    statement: Uint8Array;
    credentialId: string;
    publicKey: Uint8Array;
    authenticatorData: Uint8Array;
    clientDataJson: Uint8Array;
    signature: Uint8Array;
  };
  /** For `recordUse`, in the transaction that acts on it. */
  use: Pick<VerifiedAssertion, "newCounter" | "backedUp"> & { credentialId: string };
}

/**
 * Verifies a person's signature over a statement about ownership: the challenge is used up first, then the passkey verified (invariant 4).
 * @throws {CountersignError} `challenge_expired`, `wrong_passkey`, `user_not_verified`, `passkey_refused`
 */
export async function verifySignature(
  db: Database,
  { personId, credential, config, now }: Signature,
): Promise<SignedStatement> {
  const { statement, challenge } = await consumeOwnershipChallenge(db, { credential, personId, now });
  const passkeyRow = await findPasskeyFor(db, credential.id);
  if (passkeyRow?.personId !== personId)
    throw new CountersignError("wrong_passkey", `the passkey is not ${personId}'s`, {
      userMessage: "This passkey isn't yours. Use a passkey for the account you're signed in with.",
    });
  const assertion = await verifyAssertion({ credential, expectedChallenge: challenge, config, passkeyRow });
  const { newCounter, backedUp, authenticatorData, clientDataJson, signature } = assertion;
  const { credentialId, publicKey } = passkeyRow;
  return {
    evidence: { statement, credentialId, publicKey, authenticatorData, clientDataJson, signature },
    use: { credentialId, newCounter, backedUp },
  };
}
