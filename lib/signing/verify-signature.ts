import type { Database } from "#db/client";
import type { Config } from "#lib/config";
import { CountersignError } from "#lib/errors";
import type { AssertionJson } from "#lib/passkeys/credential-json";
import { findPasskeyFor } from "#lib/passkeys/find-passkey";
import { type VerifiedAssertion, verifyAssertion } from "#lib/passkeys/verify-assertion";

export interface Signature {
  personId: string;
  /** The passkey's answer to the challenge of `issueStatementChallenge`. */
  credential: AssertionJson;
  config: Pick<Config, "origin" | "rpId">;
  now: Date;
}

/** A statement with a verified signature, and the evidence for verifying it again later. */
export interface SignedStatement {
  evidence: {
    statement: Uint8Array;
    credentialId: string;
    publicKey: Uint8Array;
    authenticatorData: Uint8Array;
    clientDataJson: Uint8Array;
    signature: Uint8Array;
  };
  /** For `recordUse`, in the transaction that acts on the statement. */
  use: Pick<VerifiedAssertion, "newCounter" | "backedUp"> & { credentialId: string };
}

/**
 * Verifies a person's signature over a statement whose challenge was used up before (invariant 4).
 * @throws {CountersignError} `wrong_passkey`, `user_not_verified`, `passkey_refused`
 */
export async function verifySignature(
  db: Database,
  { personId, credential, config }: Omit<Signature, "now">,
  { statement, challenge }: { statement: Uint8Array; challenge: Uint8Array },
): Promise<SignedStatement> {
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
