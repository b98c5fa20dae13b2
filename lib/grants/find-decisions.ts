import { and, asc, eq, isNull } from "drizzle-orm";
import type { Database } from "#db/client";
import { approvals, voidApprovals } from "#db/schema/requests";

/** The approvals behind a grant, for the redeeming tool, also a draw. Empty if policy alone allowed. */
export async function findDecisions(db: Database, requestId: string) {
  return db
    .select({
      id: approvals.id,
      by: approvals.personId,
      at: approvals.createdAt,
      capacity: approvals.capacity,
      onBehalfOf: approvals.forPersonId,
      standingApproval: approvals.standingApprovalId,
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
