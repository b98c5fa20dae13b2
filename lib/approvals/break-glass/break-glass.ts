import { sql as fragment } from "drizzle-orm";
import type { Transaction } from "#db/client";
import { breakGlassReviews } from "#db/schema/requests";
import { approvalsNow } from "#lib/approvals/approvals-now";
import { isEntitled } from "#lib/approvals/counting/capacities";
import {
  type ApprovalResult,
  decidedMeanwhile,
  grantApproved,
} from "#lib/approvals/counting/tally-approvals";
import { type EligibleApprovers, loadEligibleApprovers } from "#lib/approvals/eligible-approvers";
import type { Decidable } from "#lib/approvals/find-decidable";
import type { ApprovalInput } from "#lib/approvals/insert-approval";
import { recordAudit } from "#lib/audit/record";
import { notifyOfRequests } from "#lib/events/hub";
import { addSeconds } from "#lib/kernel/clock";
import { announce } from "#lib/notices/announce";
import { findWorkspace } from "#lib/workspace/find-workspace";

/** The shortest reason, in characters: a sentence, not a word. */
export const shortestBreakGlassReason = 20;
/** The reason in a page's statement before one is written. Too short to be signed. */
export const unwrittenReason = "-";
const defaultReviewHours = 72;

/**
 * Approves by one admin alone, under the lock on the request's row. The request is marked
 * permanently, another admin has to review the approval within the workspace's deadline, and all
 * admins and entitled approvers are notified.
 */
export async function breakGlass(
  tx: Transaction,
  { personId, config, now }: Pick<ApprovalInput, "personId" | "config" | "now">,
  request: Decidable,
  approvalId: string,
): Promise<Pick<ApprovalResult, "state" | "isGranted" | "approvals">> {
  const { requestId, agentId, ownerId } = request;
  const eligible = await loadEligibleApprovers(tx, { requestId, now });
  const { required, given } = approvalsNow(eligible, now);
  // One-way: one of two simultaneous decisions succeeds.
  const approved = await tx.execute(fragment`
    update requests set state = 'approved', is_break_glass = true, approvals_given = ${given}, closed_at = ${now.toISOString()}
    where id = ${requestId} and state = 'pending' and expires_at > ${now.toISOString()} returning id`);
  if (approved.length === 0) throw decidedMeanwhile(requestId);
  const hours = (await findWorkspace(tx))?.breakGlassReviewHours ?? defaultReviewHours;
  const dueAt = addSeconds(now, hours * 3600);
  await tx.insert(breakGlassReviews).values({ approvalId, requestId, usedBy: personId, usedAt: now, dueAt });
  const subject = { request: requestId, agent: agentId, person: ownerId, approval: approvalId };
  const data = { approvals_required: required, approvals_given: given, review_due_at: dueAt.toISOString() };
  await recordAudit(tx, { type: "break_glass.used", actor: { personId }, subject, data }, now);
  const isGranted = await grantApproved(tx, {
    request,
    actor: { personId },
    origin: config.origin,
    given,
    now,
  });
  await tell(tx, eligible, { personId, requestId, now });
  await notifyOfRequests(tx, [requestId]);
  return { state: "approved", isGranted, approvals: { required, given } };
}

async function tell(
  tx: Transaction,
  eligible: EligibleApprovers,
  { personId, requestId, now }: { personId: string; requestId: string; now: Date },
): Promise<void> {
  const entitled = [...eligible.approvers.keys()].filter((id) => isEntitled(eligible, id, now));
  await announce(tx, { kind: "break_glass_used", to: entitled, except: [personId], requestId, now });
}
