import type { Database } from "#db/client";
import type { Config } from "#lib/kernel/config";
import type { AssertionJson } from "#lib/passkeys/credential-json";
import type { VerifiedAssertion } from "#lib/passkeys/verify-assertion";
import { verifyOwnPasskey } from "#lib/passkeys/verify-own-passkey";

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

/** For a used-up challenge (invariant 4). @throws `wrong_passkey`, `user_not_verified`, `passkey_refused` */
export async function verifySignature(
  db: Database,
  { personId, credential, config }: Omit<Signature, "now">,
  { statement, challenge }: { statement: Uint8Array; challenge: Uint8Array },
): Promise<SignedStatement> {
  const answer = { personId, credential, challenge, config };
  const { passkeyRow, assertion } = await verifyOwnPasskey(db, answer);
  const { newCounter, backedUp, authenticatorData, clientDataJson, signature } = assertion;
  const { credentialId, publicKey } = passkeyRow;
  return {
    evidence: { statement, credentialId, publicKey, authenticatorData, clientDataJson, signature },
    use: { credentialId, newCounter, backedUp },
  };
}
