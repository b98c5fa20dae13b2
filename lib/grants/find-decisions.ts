import { and, asc, eq } from "drizzle-orm";
import type { Database } from "#db/client";
import { approvals } from "#db/schema/requests";

/** Who approved a request and when, for the tool that has just redeemed its grant. Empty when policy alone allowed it. */
export async function findDecisions(
  db: Database,
  requestId: string,
): Promise<{ id: string; by: string; at: Date }[]> {
  return db
    .select({ id: approvals.id, by: approvals.personId, at: approvals.createdAt })
    .from(approvals)
    .where(and(eq(approvals.requestId, requestId), eq(approvals.decision, "approve")))
    .orderBy(asc(approvals.createdAt));
}
