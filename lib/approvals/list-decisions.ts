import { asc, eq, or, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Database } from "#db/client";
import { people } from "#db/schema/directory";
import { approvals, type Capacity, type VoidReason, voidApprovals } from "#db/schema/requests";

/** A person's decision on a request. An approval's ID is also the receipt's ID. */
export interface DecisionView {
  id: string;
  decision: "approve" | "deny";
  person: { id: string; name: string };
  capacity: Capacity;
  /** The person in whose place, unless the decider's own. */
  onBehalfOf: { id: string; name: string } | null;
  /** The text the decider typed: for a denial the reason that the agent receives. */
  note: string | null;
  at: Date;
  /** By a standing approval or denial: the person wasn't asked about this request. */
  isStanding: boolean;
  /** When and why the approval stopped counting; null while it counts. */
  voided: { at: Date; reason: VoidReason } | null;
}

/** A request's decisions in order, including void ones. The caller checks access. */
export async function listDecisions(db: Database, requestId: string): Promise<DecisionView[]> {
  const represented = alias(people, "represented");
  const standing = sql`(select standing_denial_id from requests where id = ${requestId})`;
  return db
    .select({
      id: approvals.id,
      decision: approvals.decision,
      person: { id: people.id, name: people.name },
      capacity: approvals.capacity,
      onBehalfOf: { id: represented.id, name: represented.name },
      note: approvals.note,
      at: approvals.createdAt,
      isStanding: sql<boolean>`(${approvals.requestId} <> ${requestId} or ${approvals.standingApprovalId} is not null)`,
      voided: { at: voidApprovals.voidedAt, reason: voidApprovals.reason },
    })
    .from(approvals)
    .innerJoin(people, eq(people.id, approvals.personId))
    .leftJoin(represented, eq(represented.id, approvals.forPersonId))
    .leftJoin(voidApprovals, eq(voidApprovals.approvalId, approvals.id))
    .where(or(eq(approvals.requestId, requestId), eq(approvals.id, standing)))
    .orderBy(asc(approvals.createdAt), asc(approvals.id));
}
