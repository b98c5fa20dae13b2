import { sql } from "drizzle-orm";
import type { Database } from "#db/client";
import { requests } from "#db/schema/requests";
import { CountersignError } from "#lib/kernel/errors";
import { recordUse } from "#lib/passkeys/record-use";
import { consumeStatementChallenge } from "#lib/passkeys/signing/statement-challenge";
import { verifySignature } from "#lib/passkeys/signing/verify-signature";
import { commitApproval } from "./commit-approval.ts";
import type { ApprovalResult } from "./counting/tally-approvals.ts";
import type { ApprovalInput } from "./insert-approval.ts";
import { recordRefusal } from "./record-refusal.ts";
import { approvalKind } from "./statement.ts";

/**
 * Records a person's approval; the last required approval, or a break-glass approval, issues the
 * grant in the same transaction. First the challenge is consumed, then the passkey verified, then
 * everything checked again under locks (invariants 3, 4, 10).
 * @throws {CountersignError} `challenge_expired`, `passkey_refused`, `wrong_passkey`,
 * `user_not_verified`, and the errors of {@link commitApproval}.
 */
export async function approve(db: Database, input: ApprovalInput): Promise<ApprovalResult> {
  const { requestId, personId, credential, now } = input;
  const clientDataJson = credential.response.clientDataJSON;
  const consumed = await consumeApprovalChallenge(db, { clientDataJson, requestId, personId, now });
  try {
    return await approveSigned(db, input, consumed);
  } catch (error) {
    if (error instanceof CountersignError) await recordRefusal(db, input, error);
    throw error;
  }
}

async function approveSigned(
  db: Database,
  input: ApprovalInput,
  consumed: ConsumedChallenge,
): Promise<ApprovalResult> {
  const { evidence, use } = await verifySignature(db, input, consumed);
  return commitApproval(db, input, {
    evidence,
    isNumberMatched: consumed.isNumberMatched,
    recordUse: (tx) => recordUse(tx, { ...use, now: input.now }),
  });
}

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
async function consumeApprovalChallenge(
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
