import type { SQL } from "drizzle-orm";
import type { Database } from "#db/client";
import { base64url, fromBase64url } from "#lib/kernel/digest";
import { CountersignError } from "#lib/kernel/errors";
import { claimedChallenge } from "#lib/passkeys/client-data";
import { markChallengeUsed, storeStatementChallenge } from "#lib/passkeys/statement-challenge";
import { challengeOf, type StatementKind } from "./statement-kind.ts";

interface Signing {
  kind: StatementKind;
  personId: string;
  /** The request the statement decides, if any. */
  requestId?: string;
  now: Date;
}

/**
 * Stores a statement under the challenge that commits to it. Another try signs the same statement,
 * hence the same challenge; a used challenge is never issued again. `isNumberMatched`: the approver
 * typed the request's number.
 * @returns the challenge's bytes, for WebAuthn; undefined when the statement was signed before.
 */
export async function issueStatementChallenge(
  db: Database,
  {
    kind,
    personId,
    requestId,
    statement,
    isNumberMatched = false,
    now,
  }: Signing & { statement: Uint8Array; isNumberMatched?: boolean },
): Promise<Uint8Array | undefined> {
  const challenge = challengeOf(kind, statement);
  const scope = { purpose: kind.purpose, personId, requestId };
  const stored = { challenge: base64url(challenge), scope, statement, isNumberMatched, now };
  return (await storeStatementChallenge(db, stored)) ? challenge : undefined;
}

/**
 * Consumes the challenge a `clientDataJSON` (base64url) claims to answer, in a separate transaction
 * before any verification (invariant 4). The row stays, marked, until `retainedUntil`: the
 * challenge of a statement that could be signed cannot be issued again.
 * @returns the statement's bytes, and whether its number was matched; undefined without an unused
 * challenge of this kind for this person and request.
 * @throws {CountersignError} `internal` when the stored bytes do not match the challenge
 */
export async function consumeStatementChallenge(
  db: Database,
  {
    kind,
    personId,
    requestId,
    clientDataJson,
    retainedUntil,
    now,
  }: Signing & { clientDataJson: string; retainedUntil: SQL },
): Promise<{ statement: Uint8Array; challenge: Uint8Array; isNumberMatched: boolean } | undefined> {
  const claimed = claimedChallenge(clientDataJson);
  const scope = { purpose: kind.purpose, personId, requestId };
  const used = await markChallengeUsed(db, { challenge: claimed, scope, retainedUntil, now });
  const challenge = fromBase64url(claimed);
  if (!used || !challenge) return undefined;
  if (Buffer.from(challengeOf(kind, used.statement)).equals(challenge)) return { ...used, challenge };
  throw new CountersignError("internal", "a stored statement is not what its challenge commits to");
}
