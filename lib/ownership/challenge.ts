import { and, eq, gt, isNull, sql } from "drizzle-orm";
import type { Database } from "#db/client";
import { challenges } from "#db/schema/passkeys";
import { isSealed } from "#lib/approvals/statement";
import { addSeconds } from "#lib/clock";
import type { MasterSecret } from "#lib/crypto/seal";
import { base64url, fromBase64url } from "#lib/digest";
import { CountersignError } from "#lib/errors";
import { claimedChallenge } from "#lib/passkeys/client-data";
import type { AssertionJson } from "#lib/passkeys/credential-json";
import { challengeTtlSeconds } from "#lib/passkeys/issue-challenge";
import { ownershipChallenge, readOwnershipStatement } from "./statement.ts";

/**
 * No statement about ownership lives longer, so that a used challenge stored for this long cannot
 * be recreated.
 */
export const statementTtlSeconds = 3600;
const keptSeconds = 2 * statementTtlSeconds;

export interface OwnershipChallengeRequest {
  personId: string;
  /** The statement bytes that the person's screen was rendered from, and our seal over them. */
  statement: Uint8Array;
  seal: string;
  secret: MasterSecret;
  now: Date;
}

/**
 * Starts the signing of a statement about ownership: stores its bytes under the challenge that
 * commits to them. The verb that acts on the signature checks, under its locks, whether the
 * statement is still true.
 * @returns the challenge's bytes, for WebAuthn.
 * @throws {CountersignError} `request_changed` when the statement was not sealed here for this
 *   person, is too old, or was signed before.
 */
export async function requestOwnershipChallenge(
  db: Database,
  { personId, statement, seal, secret, now }: OwnershipChallengeRequest,
): Promise<Uint8Array> {
  if (!isSealed(secret, statement, seal)) throw statementChanged("the statement is none of ours");
  const said = readOwnershipStatement(statement);
  const signer = said.decision === "accept_ownership" ? said.new_owner : said.owner;
  if (signer !== personId) throw statementChanged(`the statement is not for ${personId}`);
  if (new Date(said.expires_at) <= now) throw statementChanged("the statement is too old");
  const challenge = ownershipChallenge(statement);
  const expiresAt = addSeconds(now, challengeTtlSeconds);
  // Cancelling the prompt and trying again signs the same statement, hence the same challenge. One that was used is never given out again.
  const kept = await db
    .insert(challenges)
    .values({ challenge: base64url(challenge), purpose: "ownership", personId, statement, expiresAt })
    .onConflictDoUpdate({
      target: challenges.challenge,
      set: { expiresAt },
      setWhere: isNull(challenges.usedAt),
    })
    .returning({ challenge: challenges.challenge });
  if (kept.length === 0) throw statementChanged("the statement was signed before");
  return challenge;
}

/**
 * Uses up the challenge that an answer claims to be for. Commits in its own transaction, before
 * anything is verified (invariant 4).
 * @returns the statement bytes that the challenge commits to.
 * @throws {CountersignError} `challenge_expired`
 */
export async function consumeOwnershipChallenge(
  db: Database,
  { credential, personId, now }: { credential: AssertionJson; personId: string; now: Date },
): Promise<{ statement: Uint8Array; challenge: Uint8Array }> {
  const claimed = claimedChallenge(credential.response.clientDataJSON);
  const keepUntil = addSeconds(now, keptSeconds).toISOString();
  const [row] = await db
    .update(challenges)
    .set({
      usedAt: now,
      expiresAt: sql`greatest(${challenges.expiresAt}, ${keepUntil}::timestamptz)`,
    })
    .where(
      and(
        eq(challenges.challenge, claimed),
        eq(challenges.purpose, "ownership"),
        eq(challenges.personId, personId),
        isNull(challenges.usedAt),
        gt(challenges.expiresAt, now),
      ),
    )
    .returning({ statement: challenges.statement });
  const challenge = fromBase64url(claimed);
  if (!row?.statement || !challenge)
    throw new CountersignError("challenge_expired", `no live ownership challenge of ${personId}`, {
      userMessage: "This took too long or was already sent. Reload, review it and try again.",
    });
  const statement = new Uint8Array(row.statement);
  if (!Buffer.from(ownershipChallenge(statement)).equals(challenge))
    throw new CountersignError("internal", "a stored statement is not what its challenge commits to");
  return { statement, challenge };
}

/** The state changed since the person saw it. */
export function statementChanged(message: string): CountersignError {
  return new CountersignError("request_changed", message, {
    userMessage: "Something changed while you had this page open. Reload and review it before you sign.",
  });
}
