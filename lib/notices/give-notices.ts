import type { Database, Transaction } from "#db/client";
import { type NoticeKind, notices } from "#db/schema/notices";
import { newId } from "#lib/ids";

/**
 * Tells people something that they must not miss: it stands at the top of every page until they have seen it. Of one request everybody is
 * told the same thing once, however often this is called.
 */
export async function giveNotices(
  db: Database | Transaction,
  notice: { personIds: Iterable<string>; kind: NoticeKind; requestId: string; now: Date },
): Promise<void> {
  const { kind, requestId, now } = notice;
  const rows = [...new Set(notice.personIds)].map((personId) => ({
    id: newId("ntc", now),
    ...{ personId, kind, requestId, createdAt: now },
  }));
  if (rows.length > 0) await db.insert(notices).values(rows).onConflictDoNothing();
}
