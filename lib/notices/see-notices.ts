import { and, eq, isNull } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { type NoticeKind, notices } from "#db/schema/notices";
import type { Viewer } from "#lib/auth/session";

/**
 * Takes a notice off a person's pages: their own alone. No audit event, since it says something of nobody but the reader; what the notice is
 * about has its own.
 */
export async function seeNotice(
  db: Database,
  { viewer, noticeId, now }: { viewer: Viewer; noticeId: string; now: Date },
): Promise<void> {
  await db
    .update(notices)
    .set({ seenAt: now })
    .where(and(eq(notices.id, noticeId), eq(notices.personId, viewer.personId), isNull(notices.seenAt)));
}

/** Takes what has been dealt with off everybody's pages. */
export async function settleNotices(
  tx: Transaction,
  { kind, requestId, now }: { kind: NoticeKind; requestId: string; now: Date },
): Promise<void> {
  await tx
    .update(notices)
    .set({ seenAt: now })
    .where(and(eq(notices.kind, kind), eq(notices.requestId, requestId), isNull(notices.seenAt)));
}
