import type { Database } from "#db/client";
import { batchPerDatabase } from "#lib/group-commit-per-database";
import { approvalsNow } from "./approvals-now.ts";
import { decidersNow } from "./capacities.ts";
import { type ElectorateWanted, loadElectorates } from "./eligible-approvers.ts";

const load = batchPerDatabase((db, wanted: ElectorateWanted[]) => loadElectorates(db.$client, wanted), {
  mostTogether: 64,
});

/**
 * An agent's view of the approvals: how many are required, how many are given, and how many people
 * may decide now and have not yet.
 */
export async function findApprovals(
  db: Database,
  wanted: ElectorateWanted,
): Promise<{ required: number; given: number; deciders: number }> {
  const electorate = await load(db, wanted);
  const { required, given } = approvalsNow(electorate, wanted.now);
  return { required, given, deciders: decidersNow(electorate, wanted.now).length };
}
