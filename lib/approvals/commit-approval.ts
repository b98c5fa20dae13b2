import type { Database, Transaction } from "#db/client";
import { refuseFrozen } from "#lib/callers/freeze";
import { shareLoadedPolicies } from "#lib/policy/engine/load";
import { lockPolicyVersion } from "#lib/policy/versions/insert-version";
import { refuseApprovedSince } from "./approved-since.ts";
import { breakGlass } from "./break-glass/break-glass.ts";
import { findBreakable } from "./break-glass/find-breakable.ts";
import { type ApprovalResult, countApproval } from "./counting/tally-approvals.ts";
import { requireCurrentDescriptor } from "./descriptor-of.ts";
import { applyStatedEdit } from "./edits/apply-edit.ts";
import { type Decidable, findDecidable } from "./find-decidable.ts";
import { type ApprovalEvidence, type ApprovalInput, insertApproval } from "./insert-approval.ts";
import { refuseSeenBeforeRelease } from "./refuse-seen-before-release.ts";
import { requireCurrentEnvironment } from "./require-current-environment.ts";
import { requireCurrentPolicy } from "./require-current-policy.ts";
import { requireSafeguards } from "./require-safeguards.ts";
import { isBreakGlassStatement, readStatement, type Statement } from "./statement.ts";

/** A statement with a verified signature, and the checks left to its transaction. */
export interface VerifiedApproval {
  evidence: ApprovalEvidence;
  /** Whether the approver typed the request's number before the challenge was issued. */
  isNumberMatched: boolean;
  /** The requests that the same signature approves. */
  together?: readonly string[];
  /** Checks and records the use of the passkey, on the locked request. */
  recordUse: (tx: Transaction, request: Decidable, statement: Statement) => Promise<void>;
}

/**
 * Counts one approval in one transaction, after every check again under locks (invariants 3, 10).
 * The last required approval, or a break-glass approval, issues the grant.
 * @throws {CountersignError} `frozen`, `request_changed`, `too_early`, and the errors of {@link
 * findDecidable} or {@link findBreakable}.
 */
export function commitApproval(
  db: Database,
  input: Omit<ApprovalInput, "credential">,
  { evidence, isNumberMatched, together, recordUse }: VerifiedApproval,
): Promise<ApprovalResult> {
  const { requestId, personId, now } = input;
  return db.transaction(async (tx) => {
    shareLoadedPolicies(db, tx);
    // First, so that the version live at the commit decides about the approval (invariant 19).
    await lockPolicyVersion(tx);
    await refuseFrozen(tx);
    const statement = readStatement(evidence.statement);
    await refuseSeenBeforeRelease(tx, statement);
    const isBreaking = isBreakGlassStatement(statement);
    const find = isBreaking ? findBreakable : findDecidable;
    const found = await find(tx, { requestId, personId, now, lock: true });
    const { edit } = statement;
    const request = edit ? await applyStatedEdit(tx, found, { edit, personId, now }) : found;
    await requireCurrentPolicy(tx, request, statement, now);
    await requireCurrentDescriptor(tx, statement);
    await requireCurrentEnvironment(tx, statement);
    await refuseApprovedSince(tx, request, { statement, personId, together, lock: true, now });
    requireSafeguards(request, statement, { isNumberMatched, now });
    await recordUse(tx, request, statement);
    const approvalId = await insertApproval(tx, input, request, evidence);
    const counted = isBreaking
      ? { ...(await breakGlass(tx, input, request, approvalId)), countedAsOne: [] }
      : await countApproval(tx, input, request);
    return { approvalId, askedAt: request.createdAt, isTest: request.isTest, ...counted };
  });
}
