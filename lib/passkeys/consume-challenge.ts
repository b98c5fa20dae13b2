import { and, eq, isNull } from "drizzle-orm";
import type { Database } from "#db/client";
import { challenges } from "#db/schema/passkeys";
import { fromBase64url } from "#lib/kernel/digest";
import { CountersignError } from "#lib/kernel/errors";
import { claimedChallenge } from "./client-data.ts";
import type { ChallengeScope } from "./issue-challenge.ts";

/**
 * Consumes the challenge a browser's `clientDataJSON` (base64url) claims to answer. Commits in a
 * separate transaction, before any verification, so that a failed assertion has consumed its
 * challenge (invariant 4).
 * @returns the challenge's bytes, and the stored user handle (base64url) and confirming passkey, if
 * any.
 * @throws {CountersignError} `challenge_expired` without a matching challenge for this purpose,
 * person, enrollment and act.
 */
export async function consumeChallenge(
  db: Database,
  clientDataJson: string,
  scope: ChallengeScope,
  now: Date,
): Promise<{ challenge: Uint8Array; userHandle: string | null; confirmedWith: string | null }> {
  const claimed = claimedChallenge(clientDataJson);
  const [row] = await db
    .delete(challenges)
    .where(
      and(
        eq(challenges.challenge, claimed),
        eq(challenges.purpose, scope.purpose),
        scope.personId ? eq(challenges.personId, scope.personId) : isNull(challenges.personId),
        scope.enrollmentId
          ? eq(challenges.enrollmentId, scope.enrollmentId)
          : isNull(challenges.enrollmentId),
        scope.confirms ? eq(challenges.confirms, scope.confirms) : isNull(challenges.confirms),
      ),
    )
    .returning();
  const challenge = row && row.expiresAt > now ? fromBase64url(row.challenge) : undefined;
  if (!row || !challenge) {
    throw new CountersignError("challenge_expired", `no live ${scope.purpose} challenge for this answer`, {
      userMessage: "Timed out. Try again.",
    });
  }
  return { challenge, userHandle: row.userHandle, confirmedWith: row.confirmedWith };
}
