import { tally } from "./counting/requirements-met.ts";
import type { EligibleApprovers } from "./eligible-approvers.ts";

/**
 * `given` equals `required` exactly when every requirement is met. `given` falls when an approver
 * loses the right to decide.
 */
export function approvalsNow(
  eligible: EligibleApprovers,
  now: Date,
): { required: number; given: number; isMet: boolean } {
  const { requirements, required, parts, validApprovals } = eligible;
  const { isMet, missing } = tally(requirements, parts, validApprovals, now);
  return { required, given: Math.max(0, required - missing), isMet };
}
