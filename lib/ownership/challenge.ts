import { sql } from "drizzle-orm";
import type { Database } from "#db/client";
import type { ChallengeRequest } from "#lib/approvals/request-challenge";
import { addSeconds } from "#lib/kernel/clock";
import { CountersignError } from "#lib/kernel/errors";
import { isSealed } from "#lib/passkeys/signing/seal-statement";
import {
  consumeStatementChallenge,
  issueStatementChallenge,
} from "#lib/passkeys/signing/statement-challenge";
import {
  type Signature,
  type SignedStatement,
  verifySignature,
} from "#lib/passkeys/signing/verify-signature";
import { ownershipKind, readOwnershipStatement } from "./statement.ts";

/** The longest lifetime of an ownership statement, as of its used challenge. */
export const statementTtlSeconds = 3600;
const retainedSeconds = 2 * statementTtlSeconds;

export type OwnershipChallengeRequest = Omit<ChallengeRequest, "requestId" | "number">;

/**
 * Stores an ownership statement's bytes under the challenge that commits to them. The verb that
 * acts on the signature checks under locks whether the statement is still true.
 * @returns the challenge's bytes, for WebAuthn.
 * @throws {CountersignError} `request_changed` when the statement was not sealed here for this
 * person, is too old, or was signed before.
 */
export async function requestOwnershipChallenge(
  db: Database,
  { personId, statement, seal, secret, now }: OwnershipChallengeRequest,
): Promise<Uint8Array> {
  if (!isSealed(secret, statement, seal)) throw statementChanged("the statement is none of ours");
  const signed = readOwnershipStatement(statement);
  const signer = signed.decision === "accept_ownership" ? signed.new_owner : signed.owner;
  if (signer !== personId) throw statementChanged(`the statement is not for ${personId}`);
  if (new Date(signed.expires_at) <= now) throw statementChanged("the statement is too old");
  const challenge = await issueStatementChallenge(db, { kind: ownershipKind, personId, statement, now });
  if (!challenge) throw statementChanged("the statement was signed before");
  return challenge;
}

/**
 * Verifies a signature over an ownership statement: first the challenge is used up (invariant 4).
 * @throws {CountersignError} `challenge_expired`; what {@link verifySignature} throws
 */
export async function verifyOwnershipSignature(db: Database, signature: Signature): Promise<SignedStatement> {
  const { personId, credential, now } = signature;
  const consumed = await consumeStatementChallenge(db, {
    ...{ kind: ownershipKind, personId, now },
    clientDataJson: credential.response.clientDataJSON,
    retainedUntil: sql`${addSeconds(now, retainedSeconds).toISOString()}::timestamptz`,
  });
  if (consumed) return verifySignature(db, signature, consumed);
  throw new CountersignError("challenge_expired", `no live ownership challenge of ${personId}`, {
    userMessage: "This took too long or was already sent. Reload, review it and try again.",
  });
}

/** The state changed since the person saw it. */
export function statementChanged(message: string): CountersignError {
  return new CountersignError("request_changed", message, {
    userMessage: "Something changed while you had this page open. Reload and review it before you sign.",
  });
}
