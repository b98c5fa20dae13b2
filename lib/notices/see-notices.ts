import { and, eq, gt, inArray, isNull } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { type NoticeKind, notices } from "#db/schema/notices";
import { addSeconds } from "#lib/kernel/clock";
import type { Viewer } from "#lib/sessions/session";

/** Removes a notice from the viewer's pages, without an audit event. */
export async function seeNotice(
  db: Database,
  { viewer, noticeId, now }: { viewer: Viewer; noticeId: string; now: Date },
): Promise<void> {
  await db
    .update(notices)
    .set({ seenAt: now })
    .where(and(eq(notices.id, noticeId), eq(notices.personId, viewer.personId), isNull(notices.seenAt)));
}

/** How long a dismissal can be taken back: longer than the message offers it. */
const undoSeconds = 60;

/** Brings back a notice just removed from the viewer's pages. */
export async function unseeNotice(
  db: Database,
  { viewer, noticeId, now }: { viewer: Viewer; noticeId: string; now: Date },
): Promise<void> {
  const isRecent = gt(notices.seenAt, addSeconds(now, -undoSeconds));
  await db
    .update(notices)
    .set({ seenAt: null })
    .where(and(eq(notices.id, noticeId), eq(notices.personId, viewer.personId), isRecent));
}

/** Removes the notices of closed proposals from all pages. */
export async function settleProposalNotices(
  tx: Transaction,
  proposalIds: string[],
  now: Date,
): Promise<void> {
  await tx
    .update(notices)
    .set({ seenAt: now })
    .where(and(inArray(notices.proposalId, proposalIds), isNull(notices.seenAt)));
}

/** Removes the notices about a settled matter from every person's pages. */
export async function settleNotices(
  tx: Transaction,
  { kind, requestId, now }: { kind: NoticeKind; requestId: string; now: Date },
): Promise<void> {
  await tx
    .update(notices)
    .set({ seenAt: now })
    .where(and(eq(notices.kind, kind), eq(notices.requestId, requestId), isNull(notices.seenAt)));
}
