import { and, count, eq, gt, isNull, sql } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { requests } from "#db/schema/requests";
import { requirementsOf } from "#lib/approvals/eligible-approvers";
import { realRequest } from "#lib/test-agents/conditions";

/** How many requests of agents wait for a person. */
export async function countPending(db: Database, now: Date): Promise<number> {
  const isWaiting = and(
    eq(requests.state, "pending"),
    isNull(requests.closedAt),
    gt(requests.expiresAt, now),
    realRequest("requests"),
  );
  const [row] = await db.select({ pending: count() }).from(requests).where(isWaiting);
  return row?.pending ?? 0;
}

/** How many pending requests need this group. */
export async function countWaitingFor(db: Database | Transaction, groupId: string): Promise<number> {
  const [row] = await db.execute<{ count: number }>(sql`
    select count(*)::int as count from requests r where r.state = 'pending' and exists (
      select from jsonb_array_elements(${requirementsOf(sql`r`)}) q where q -> 'approvers' ->> 'group' = ${groupId})`);
  return row?.count ?? 0;
}
