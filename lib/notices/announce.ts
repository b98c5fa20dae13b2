import { inArray } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { people } from "#db/schema/directory";
import type { NoticeKind } from "#db/schema/notices";
import { outbox } from "#db/schema/notifications";
import { notify } from "#lib/events/hub";
import { newId } from "#lib/kernel/ids";
import { insertNotices, type NoticeSubject } from "#lib/notices/insert-notices";
import { noticeKinds } from "#lib/notices/notice-kinds";
import { listAdminIds } from "#lib/people/admins";

interface Announcement extends NoticeSubject {
  kind: NoticeKind;
  /** The people to notify, besides the recipients of the kind. */
  to?: Iterable<string>;
  /** People not to notify, such as the actor. */
  except?: (string | null)[];
  /** Leaves out people with locked rows, to wait for none. */
  skipsLocked?: boolean;
  now: Date;
}

/**
 * Notifies people in the transaction of the change: a notice in the app for each, with a row in the
 * outbox, from which the other channels are served.
 */
export async function announce(db: Database | Transaction, announcement: Announcement): Promise<void> {
  const { kind, to = [], except = [], skipsLocked = false, now, ...subject } = announcement;
  const admins = noticeKinds[kind].recipients === "admins" ? await listAdminIds(db) : [];
  const recipients = [...new Set([...to, ...admins])].filter((id) => !except.includes(id));
  const personIds = skipsLocked ? await unlockedOf(db, recipients) : recipients;
  if (personIds.length === 0) return;
  const inserted = await insertNotices(db, { kind, personIds, subject, now });
  if (inserted.length === 0) return;
  const rows = inserted.map(({ id, requestId, agentId }) => ({
    id: newId("obx", now),
    ...{ kind, noticeId: id, requestId, agentId, createdAt: now, dueAt: now },
  }));
  await db.insert(outbox).values(rows);
  await notify(db, "outbox", ...inserted.map(({ personId }) => `person/${personId}` as const));
}

async function unlockedOf(db: Database | Transaction, ids: string[]): Promise<string[]> {
  const free = await db
    .select({ id: people.id })
    .from(people)
    .where(inArray(people.id, ids))
    .for("key share", { skipLocked: true });
  return free.map(({ id }) => id);
}
