import type { Database } from "#db/client";
import { CountersignError } from "#lib/kernel/errors";
import { recordUse } from "#lib/passkeys/record-use";
import { verifySignature } from "#lib/passkeys/signing/verify-signature";
import { commitApproval } from "./commit-approval.ts";
import { type ConsumedChallenge, consumeApprovalChallenge } from "./consume-challenge.ts";
import type { ApprovalResult } from "./counting/tally-approvals.ts";
import type { ApprovalInput } from "./insert-approval.ts";
import { recordRefusal } from "./record-refusal.ts";

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
