import { asc, eq } from "drizzle-orm";
import type { Database } from "#db/client";
import { people } from "#db/schema/directory";
import { approvals } from "#db/schema/requests";

/** One person's decision on a request. An approval's id is also its receipt's. */
export interface DecisionView {
  id: string;
  decision: "approve" | "deny";
  person: { id: string; name: string };
  /** What they typed: for a denial the reason that the agent is told. */
  note: string | null;
  at: Date;
}

/** The decisions on one request, in the order they were made. The caller has checked that the reader may see the request. */
export async function listDecisions(db: Database, requestId: string): Promise<DecisionView[]> {
  return db
    .select({
      id: approvals.id,
      decision: approvals.decision,
      person: { id: people.id, name: people.name },
      note: approvals.note,
      at: approvals.createdAt,
    })
    .from(approvals)
    .innerJoin(people, eq(people.id, approvals.personId))
    .where(eq(approvals.requestId, requestId))
    .orderBy(asc(approvals.createdAt), asc(approvals.id));
}
