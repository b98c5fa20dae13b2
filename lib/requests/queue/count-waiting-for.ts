import { sql } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { requirementsOf } from "#lib/approvals/eligible-approvers";

/** How many pending requests need this group. */
export async function countWaitingFor(db: Database | Transaction, groupId: string): Promise<number> {
  const [row] = await db.execute<{ count: number }>(sql`
    select count(*)::int as count from requests r where r.state = 'pending' and exists (
      select from jsonb_array_elements(${requirementsOf(sql`r`)}) q where q -> 'approvers' ->> 'group' = ${groupId})`);
  return row?.count ?? 0;
}
