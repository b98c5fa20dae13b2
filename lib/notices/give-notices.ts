import type { Database, Transaction } from "#db/client";
import { type NoticeKind, notices } from "#db/schema/notices";
import { newId } from "#lib/ids";

/**
 * Notifies people of an event they must not miss: the notice is shown at the top of every page
 * until the person has seen it. Repeated calls give a person only one notice of a kind about a
 * request.
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
