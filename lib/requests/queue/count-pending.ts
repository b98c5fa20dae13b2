import { and, count, eq, gt, isNull } from "drizzle-orm";
import type { Database } from "#db/client";
import { requests } from "#db/schema/requests";
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
