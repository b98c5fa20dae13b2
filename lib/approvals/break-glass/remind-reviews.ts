import { and, isNull, lte } from "drizzle-orm";
import type { Database } from "#db/client";
import { breakGlassReviews } from "#db/schema/requests";
import { announce } from "#lib/notices/announce";

/** Notifies each admin once of every overdue break-glass review. */
export async function remindOfReviews(db: Database, now: Date): Promise<void> {
  const overdue = await db
    .select({ requestId: breakGlassReviews.requestId })
    .from(breakGlassReviews)
    .where(and(isNull(breakGlassReviews.reviewedAt), lte(breakGlassReviews.dueAt, now)));
  for (const { requestId } of overdue) await announce(db, { kind: "break_glass_review_due", requestId, now });
}
