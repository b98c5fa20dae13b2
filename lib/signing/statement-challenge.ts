import { and, eq, gt, isNull, type SQL, sql } from "drizzle-orm";
import type { Database } from "#db/client";
import { challenges } from "#db/schema/passkeys";
import { addSeconds } from "#lib/clock";
import { base64url, fromBase64url } from "#lib/digest";
import { CountersignError } from "#lib/errors";
import { claimedChallenge } from "#lib/passkeys/client-data";
import { challengeTtlSeconds } from "#lib/passkeys/issue-challenge";
import { challengeOf, type StatementKind } from "./statement-kind.ts";

interface Signing {
  kind: StatementKind;
  personId: string;
  /** The request the statement decides, if any. */
  requestId?: string;
  now: Date;
}

/**
 * Stores a statement under the challenge that commits to it. Cancelling the prompt and trying again
 * signs the same statement, hence the same challenge; a used challenge is never issued again.
 * @returns the challenge's bytes, for WebAuthn; undefined when the statement was signed before.
 */
export async function issueStatementChallenge(
  db: Database,
  { kind, personId, requestId, statement, now }: Signing & { statement: Uint8Array },
): Promise<Uint8Array | undefined> {
  const challenge = challengeOf(kind, statement);
  const expiresAt = addSeconds(now, challengeTtlSeconds);
  const issued = await db
    .insert(challenges)
    .values({
      ...{ challenge: base64url(challenge), purpose: kind.purpose, personId, requestId },
      ...{ statement, expiresAt },
    })
    .onConflictDoUpdate({
      target: challenges.challenge,
      set: { expiresAt },
      setWhere: isNull(challenges.usedAt),
    })
    .returning({ challenge: challenges.challenge });
  return issued.length > 0 ? challenge : undefined;
}

/**
 * Consumes the challenge a `clientDataJSON` (base64url) claims to answer. Commits in its own
 * transaction, before any verification (invariant 4). The row stays, marked, until `retainedUntil`:
 * while the statement could be signed, its challenge cannot be issued again.
 * @returns the statement bytes of the challenge; undefined without an unused challenge of this kind
 * for this person and request.
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
): Promise<{ statement: Uint8Array; challenge: Uint8Array } | undefined> {
  const claimed = claimedChallenge(clientDataJson);
  const [row] = await db
    .update(challenges)
    .set({ usedAt: now, expiresAt: sql`greatest(${challenges.expiresAt}, ${retainedUntil})` })
    .where(
      and(
        eq(challenges.challenge, claimed),
        eq(challenges.purpose, kind.purpose),
        eq(challenges.personId, personId),
        requestId === undefined ? isNull(challenges.requestId) : eq(challenges.requestId, requestId),
        isNull(challenges.usedAt),
        gt(challenges.expiresAt, now),
      ),
    )
    .returning({ statement: challenges.statement });
  const challenge = fromBase64url(claimed);
  if (!row?.statement || !challenge) return undefined;
  const statement = new Uint8Array(row.statement);
  if (Buffer.from(challengeOf(kind, statement)).equals(challenge)) return { statement, challenge };
  throw new CountersignError("internal", "a stored statement is not what its challenge commits to");
}
