import type { Database } from "#db/client";
import { decidersNow } from "#lib/approvals/counting/capacities";
import { groupCommitPerDatabase } from "#lib/batching/group-commit-per-database";
import { tally } from "./counting/requirements-met.ts";
import type { EligibleApprovers } from "./eligible-approvers.ts";
import { type EligibleApproversQuery, loadEligibleApproversOf } from "./eligible-approvers.ts";

/** `given` is `required` once all requirements are met. It falls when an approver may no longer decide. */
export function approvalsNow(
  eligible: EligibleApprovers,
  now: Date,
): { required: number; given: number; isMet: boolean } {
  const { requirements, required, parts, validApprovals } = eligible;
  const { isMet, missing } = tally(requirements, parts, validApprovals, now);
  return { required, given: Math.max(0, required - missing), isMet };
}

const load = groupCommitPerDatabase(
  (db, wanted: EligibleApproversQuery[]) => loadEligibleApproversOf(db.$client, wanted),
  {
    mostTogether: 64,
  },
);

/** How many approvals are required and given, and how many people may still decide. */
export async function findApprovals(
  db: Database,
  wanted: EligibleApproversQuery,
): Promise<{ required: number; given: number; deciders: number }> {
  const eligible = await load(db, wanted);
  const { required, given } = approvalsNow(eligible, wanted.now);
  return { required, given, deciders: decidersNow(eligible, wanted.now).length };
}
