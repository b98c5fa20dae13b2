import type { Database } from "#db/client";
import { recordAudit } from "#lib/audit/record";
import { CountersignError } from "#lib/errors";
import { recordUse } from "#lib/passkeys/record-use";
import { shareLoadedPolicies } from "#lib/policy/engine/load";
import { lockPolicyVersion } from "#lib/policy/versions/lock-head";
import { reevaluatePending } from "#lib/publishing/reevaluate";
import { verifySignature } from "#lib/signing/verify-signature";
import { breakGlass } from "./break-glass/break-glass.ts";
import { findBreakable } from "./break-glass/find-breakable.ts";
import { consumeApprovalChallenge } from "./consume-challenge.ts";
import { findDecidable } from "./find-decidable.ts";
import { type ApprovalInput, insertApproval } from "./insert-approval.ts";
import { requireCurrentPolicy } from "./require-current-policy.ts";
import { isBreakGlassStatement, readStatement } from "./statement.ts";
import { type ApprovalResult, countApproval } from "./tally-approvals.ts";

/**
 * Records a person's approval with its evidence; the last required approval, or a break-glass
 * approval, issues the grant in the same transaction. First the challenge is consumed, then the
 * passkey verified, then everything checked again under locks (invariants 3, 4, 10).
 * @throws {CountersignError} `challenge_expired`, `passkey_refused`, `wrong_passkey`,
 * `user_not_verified`, `request_changed`, and the errors of {@link findDecidable}, or for
 * break-glass {@link findBreakable}.
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
  consumed: { statement: Uint8Array; challenge: Uint8Array },
): Promise<ApprovalResult> {
  const { requestId, personId, now } = input;
  const { evidence, use } = await verifySignature(db, input, consumed);
  return db.transaction(async (tx) => {
    shareLoadedPolicies(db, tx);
    // First, so that the version live at the commit decides about the approval (invariant 19).
    await lockPolicyVersion(tx);
    const statement = readStatement(evidence.statement);
    const isBreaking = isBreakGlassStatement(statement);
    const find = isBreaking ? findBreakable : findDecidable;
    const request = await find(tx, { requestId, personId, now, lock: true });
    await requireCurrentPolicy(tx, request, statement, now);
    await recordUse(tx, { ...use, now });
    const approvalId = await insertApproval(tx, input, request, evidence);
    const counted = isBreaking
      ? { ...(await breakGlass(tx, input, request, approvalId)), countedAsOne: [] }
      : await countApproval(tx, input, request);
    return { approvalId, askedAt: request.createdAt, ...counted };
  });
}

/**
 * A refused approval is recorded on its own. When a newer policy blocks or requires more, this is
 * also the moment to apply the policy to the request: the request was made during the publication.
 */
async function recordRefusal(
  db: Database,
  { requestId, personId, now }: ApprovalInput,
  { code }: CountersignError,
): Promise<void> {
  await db.transaction(async (tx) => {
    const isOutdated = code === "request_changed" || code === "blocked_by_policy";
    if (isOutdated) {
      const version = await lockPolicyVersion(tx);
      await reevaluatePending(tx, { version, now });
      // An ask evaluated with labels changed at the same moment already has the live version.
      await reevaluatePending(tx, { version, requestId, now });
    }
    const actor = { type: "person", id: personId } as const;
    await recordAudit(
      tx,
      { type: "approval.refused", actor, subject: { request: requestId }, data: { code } },
      now,
    );
  });
}
