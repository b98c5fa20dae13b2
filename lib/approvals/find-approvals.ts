import type { Database } from "#db/client";
import { groupCommitPerDatabase } from "#lib/batching/group-commit-per-database";
import { approvalsNow } from "./approvals-now.ts";
import { decidersNow } from "./counting/capacities.ts";
import { type EligibleApproversQuery, loadEligibleApproversOf } from "./eligible-approvers.ts";

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
