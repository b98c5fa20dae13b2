import { and, asc, eq } from "drizzle-orm";
import type { Database } from "#db/client";
import { approvals, type Capacity } from "#db/schema/requests";

/** Who approved a request, when and as what, for the tool that has just redeemed its grant. Empty when policy alone allowed it. */
export async function findDecisions(db: Database, requestId: string): Promise<DecisionMade[]> {
  return db
    .select({
      id: approvals.id,
      by: approvals.personId,
      at: approvals.createdAt,
      capacity: approvals.capacity,
      onBehalfOf: approvals.forPersonId,
    })
    .from(approvals)
    .where(and(eq(approvals.requestId, requestId), eq(approvals.decision, "approve")))
    .orderBy(asc(approvals.createdAt));
}

interface DecisionMade {
  id: string;
  by: string;
  at: Date;
  /** Null on approvals given before it was recorded. */
  capacity: Capacity | null;
  onBehalfOf: string | null;
}
