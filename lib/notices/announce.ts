import { and, eq, inArray, isNull } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { people } from "#db/schema/directory";
import { type NoticeKind, notices } from "#db/schema/notices";
import { outbox } from "#db/schema/notifications";
import { notify } from "#lib/events/hub";
import { newId } from "#lib/kernel/ids";
import { noticeKinds } from "#lib/notices/notice-kinds";
import { listAdminIds } from "#lib/people/admins";

interface Announcement extends NoticeSubject {
  kind: NoticeKind;
  to?: Iterable<string>;
  /** People not to notify, such as the actor. */
  except?: (string | null)[];
  /** Leaves out people with locked rows, to wait for none. */
  skipsLocked?: boolean;
  now: Date;
}

/** Inserts notices with rows in the outbox, for the other channels, in the change's transaction. */
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

export interface NoticeSubject {
  requestId?: string;
  agentId?: string;
  proposalId?: string;
  offerId?: string;
  /** The number in the words: of other offers, of requests, or of days. */
  more?: number;
  /** The hourly budget of the recipient that a flood exceeded. */
  budget?: number;
  enrollmentId?: string;
  delegationId?: string;
  /** The device that was added for push. */
  pushSubscriptionId?: string;
}

/** Inserts a notice for each person, as the kind treats repetitions. @returns the inserted rows. */
async function insertNotices(
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
