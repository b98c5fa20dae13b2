import { z } from "zod";
import { metrics } from "#app/runtime/metrics";
import { runtime } from "#app/runtime/runtime";
import type { ApprovalResult } from "#lib/approvals/counting/tally-approvals";
import { fromBase64url } from "#lib/kernel/digest";

export const base64urlBytes = z.string().transform((text, context) => {
  const bytes = fromBase64url(text);
  if (bytes) return bytes;
  context.addIssue({ code: "custom", message: "must be base64url" });
  return z.NEVER;
});

/** The bytes of a statement, in a body. */
export const statementBytes = z.string().max(200_000).pipe(base64urlBytes);

/** Counts a recorded approval, and describes it for an answer. */
export function tellApproval(approval: ApprovalResult) {
  const { approvalId, state, isGranted, approvals, countedAsOne } = approval;
  if (state === "approved") countDecision(approval);
  if (isGranted) metrics().grantsIssued.inc();
  const asOne = countedAsOne.length > 0 ? { counted_as_one: countedAsOne } : {};
  return { approval: { id: approvalId }, state, approvals: { ...approvals, ...asOne } };
}

/** Counts the time that people took to decide. Tests count nowhere. */
export function countDecision({ askedAt, isTest }: { askedAt: Date; isTest: boolean }): void {
  if (isTest) return;
  metrics().decisionSeconds.observe((runtime().clock().getTime() - askedAt.getTime()) / 1000);
}
