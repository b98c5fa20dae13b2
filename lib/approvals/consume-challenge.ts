import { sql } from "drizzle-orm";
import type { Database } from "#db/client";
import { requests } from "#db/schema/requests";
import { CountersignError } from "#lib/kernel/errors";
import { consumeStatementChallenge } from "#lib/passkeys/signing/statement-challenge";
import { approvalKind } from "./statement.ts";

/** The statement bytes that the challenge commits to, and whether its number was typed. */
export interface ConsumedChallenge {
  statement: Uint8Array;
  challenge: Uint8Array;
  isNumberMatched: boolean;
}

/**
 * Consumes the challenge named in an approval's `clientDataJSON` (base64url), before any
 * verification (invariant 4). The used challenge stays, marked, until the request's end, so that
 * the statement cannot be challenged again.
 * @throws {CountersignError} `challenge_expired` without an unused challenge of this person for
 * this request.
 */
export async function consumeApprovalChallenge(
  db: Database,
  input: { clientDataJson: string; requestId: string; personId: string; now: Date },
): Promise<ConsumedChallenge> {
  const { requestId, personId } = input;
  const retainedUntil = sql`(select ${requests.expiresAt} from ${requests} where ${requests.id} = ${requestId})`;
  const consumed = await consumeStatementChallenge(db, { kind: approvalKind, retainedUntil, ...input });
  if (consumed) return consumed;
  throw new CountersignError("challenge_expired", `no live challenge of ${personId} for ${requestId}`, {
    userMessage: "This took too long or was already sent. Reload, review the request and approve again.",
  });
}
