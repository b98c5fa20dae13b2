import { and, isNull, lte } from "drizzle-orm";
import type { Database } from "#db/client";
import { breakGlassReviews } from "#db/schema/requests";
import { giveNotices } from "#lib/notices/give-notices";
import { listAdminIds } from "#lib/people/list-admins";

/**
 * Notifies all admins of every overdue break-glass review: each admin once, regardless of how often
 * the job runs.
 */
export async function remindOfReviews(db: Database, now: Date): Promise<void> {
  const overdue = await db
    .select({ requestId: breakGlassReviews.requestId })
    .from(breakGlassReviews)
    .where(and(isNull(breakGlassReviews.reviewedAt), lte(breakGlassReviews.dueAt, now)));
  if (overdue.length === 0) return;
  const personIds = await listAdminIds(db);
  for (const { requestId } of overdue)
    await giveNotices(db, { personIds, kind: "break_glass_review_due", requestId, now });
}
