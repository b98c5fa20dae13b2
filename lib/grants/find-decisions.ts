import { and, asc, eq, isNull } from "drizzle-orm";
import type { Database } from "#db/client";
import { approvals, type Capacity, voidApprovals } from "#db/schema/requests";

/** The approvals behind a grant, for the redeeming tool. Empty if policy alone allowed. */
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
    .leftJoin(voidApprovals, eq(voidApprovals.approvalId, approvals.id))
    .where(
      and(
        eq(approvals.requestId, requestId),
        eq(approvals.decision, "approve"),
        isNull(voidApprovals.approvalId),
      ),
    )
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
