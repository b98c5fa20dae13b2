import { type SQL, sql } from "drizzle-orm";

/**
 * The round of a person's next decision: a void approval opens a new round, so that its approver
 * decides again.
 */
export function nextRound({ requestId, personId }: { requestId: string; personId: string }): SQL {
  return sql`(select 1 + count(*)::int from void_approvals v join approvals d on d.id = v.approval_id
    where d.request_id = ${requestId} and d.person_id = ${personId})`;
}
