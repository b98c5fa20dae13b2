import { sql as fragment } from "drizzle-orm";
import type { Database } from "#db/client";
import { fromBase64url } from "#lib/digest";
import { CountersignError } from "#lib/errors";
import { claimedChallenge } from "#lib/passkeys/client-data";
import { statementChallenge } from "./statement.ts";

/**
 * Uses up the challenge that an approval's `clientDataJSON` (base64url) claims to answer. Commits
 * in its own transaction, before anything is verified (invariant 4); the row stays, marked, until
 * the request's own end, so that the same statement cannot be challenged again.
 * @returns the statement bytes that the challenge commits to.
 * @throws {CountersignError} `challenge_expired` when there is no unused challenge of this person
 *   for this request.
 */
export async function consumeApprovalChallenge(
  db: Database,
  {
    clientDataJson,
    requestId,
    personId,
    now,
  }: { clientDataJson: string; requestId: string; personId: string; now: Date },
): Promise<{ statement: Uint8Array; challenge: Uint8Array }> {
  const claimed = claimedChallenge(clientDataJson);
  const at = now.toISOString();
  const [row] = await db.execute<{ statement: Uint8Array }>(fragment`
    update challenges c set used_at = ${at}, expires_at = greatest(c.expires_at, r.expires_at) from requests r
    where c.challenge = ${claimed} and c.purpose = 'approve' and c.request_id = ${requestId} and c.person_id = ${personId}
      and r.id = c.request_id and c.used_at is null and c.expires_at > ${at}
    returning c.statement`);
  const challenge = fromBase64url(claimed);
  if (!row || !challenge) {
    throw new CountersignError("challenge_expired", `no live challenge of ${personId} for ${requestId}`, {
      userMessage: "This took too long or was already sent. Reload, review the request and approve again.",
    });
  }
  const statement = new Uint8Array(row.statement);
  if (!Buffer.from(statementChallenge(statement)).equals(challenge)) {
    throw new CountersignError(
      "internal",
      `stored statement of ${requestId} is not what its challenge commits to`,
    );
  }
  return { statement, challenge };
}
