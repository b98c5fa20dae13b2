import { and, eq, inArray, isNull } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { type NoticeKind, notices } from "#db/schema/notices";
import { newId } from "#lib/kernel/ids";
import { noticeKinds } from "#lib/notices/notice-kinds";

export interface NoticeSubject {
  requestId?: string;
  agentId?: string;
  proposalId?: string;
  offerId?: string;
  /** The number in the words: of other offers, of requests, or of days. */
  more?: number;
  enrollmentId?: string;
  delegationId?: string;
  /** The device that was added for push. */
  pushSubscriptionId?: string;
}

/**
 * Inserts a notice for each person, as the kind treats repeated notices
 * (lib/notices/notice-kinds.ts).
 * @returns the inserted rows.
 */
export async function insertNotices(
  db: Database | Transaction,
  notice: { kind: NoticeKind; personIds: string[]; subject: NoticeSubject; now: Date },
): Promise<(typeof notices.$inferSelect)[]> {
  const { kind, subject, now } = notice;
  const { repeated } = noticeKinds[kind];
  const unseen = and(
    inArray(notices.personId, notice.personIds),
    eq(notices.kind, kind),
    isNull(notices.seenAt),
  );
  if (repeated === "replaced") await db.update(notices).set({ seenAt: now }).where(unseen);
  const notified =
    repeated === "kept" ? await db.select({ id: notices.personId }).from(notices).where(unseen) : [];
  // Sorted: each insert locks the person's row.
  const rows = notice.personIds
    .filter((personId) => !notified.some(({ id }) => id === personId))
    .sort()
    .map((personId) => ({ id: newId("ntc", now), personId, kind, ...subject, createdAt: now }));
  return rows.length === 0 ? [] : db.insert(notices).values(rows).onConflictDoNothing().returning();
}
