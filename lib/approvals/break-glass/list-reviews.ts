import { asc, desc, eq, isNull, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Database } from "#db/client";
import { columnsOf } from "#db/columns-of";
import { agents } from "#db/schema/agents";
import { people } from "#db/schema/directory";
import { approvals, breakGlassReviews, requests } from "#db/schema/requests";
import { CountersignError } from "#lib/kernel/errors";
import { requireRole } from "#lib/sessions/require-role";
import type { Viewer } from "#lib/sessions/session";

/** A break-glass approval: the admin, the reason, and another admin's finding, if any. */
export type BreakGlassView = Awaited<ReturnType<typeof select>>[number];

const most = 200;

/** All break-glass approvals, open reviews first. For admins and auditors, else `not_found`. */
export async function listBreakGlass(
  db: Database,
  { viewer }: { viewer: Viewer },
): Promise<BreakGlassView[]> {
  requireRole(viewer, "admin", "auditor");
  return select(db, undefined);
}

/** The break-glass approval of a request. The caller checks access. */
export async function findBreakGlass(db: Database, requestId: string): Promise<BreakGlassView | undefined> {
  const [found] = await select(db, eq(breakGlassReviews.requestId, requestId));
  return found;
}

/** The break-glass approval with this ID. For admins and auditors, else `not_found`. */
export async function findReview(
  db: Database,
  { viewer, approvalId }: { viewer: Viewer; approvalId: string },
): Promise<BreakGlassView> {
  requireRole(viewer, "admin", "auditor");
  const [found] = await select(db, eq(breakGlassReviews.approvalId, approvalId));
  if (found) return found;
  throw new CountersignError("not_found", `no break-glass approval ${approvalId}`, {
    userMessage: "This break-glass approval doesn't exist, or you don't have access to it.",
  });
}

async function select(db: Database, where: SQL | undefined) {
  const reviewer = alias(people, "reviewer");
  const rows = await db
    .select({
      ...columnsOf(breakGlassReviews, "approvalId", "requestId", "usedAt", "dueAt", "finding", "note"),
      actionType: requests.actionType,
      agent: agents.name,
      usedBy: { id: people.id, name: people.name },
      reason: approvals.note,
      by: reviewer.name,
      at: breakGlassReviews.reviewedAt,
    })
    .from(breakGlassReviews)
    .innerJoin(approvals, eq(approvals.id, breakGlassReviews.approvalId))
    .innerJoin(requests, eq(requests.id, breakGlassReviews.requestId))
    .innerJoin(agents, eq(agents.id, requests.agentId))
    .innerJoin(people, eq(people.id, breakGlassReviews.usedBy))
    .leftJoin(reviewer, eq(reviewer.id, breakGlassReviews.reviewedBy))
    .where(where)
    .orderBy(
      desc(isNull(breakGlassReviews.reviewedAt)),
      asc(sql`case when ${breakGlassReviews.reviewedAt} is null then ${breakGlassReviews.dueAt} end`),
      desc(breakGlassReviews.reviewedAt),
    )
    .limit(most);
  return rows.map(({ by, at, finding, note, reason, ...row }) => ({
    ...row,
    reason: reason ?? "",
    review: by !== null && at && finding ? { by, at, finding, note: note ?? "" } : null,
  }));
}
