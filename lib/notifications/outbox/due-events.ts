import { eq, sql } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { type NotificationKind, outbox } from "#db/schema/notifications";
import { newId } from "#lib/ids";

/** A row of the outbox. */
export type OutboxEvent = typeof outbox.$inferSelect;

/** Writes later events in advance, such as reminders. */
export async function scheduleEvents(
  tx: Transaction,
  events: { kind: NotificationKind; requestId: string; agentId: string; dueAt: Date }[],
  now: Date,
): Promise<void> {
  const rows = events.map((event) => ({ id: newId("obx", now), ...event, createdAt: now }));
  if (rows.length > 0) await tx.insert(outbox).values(rows);
}

/**
 * Removes due events from the outbox, the oldest first, in the transaction that queues their
 * messages: a crash brings both back. SKIP LOCKED: other processes take other events.
 */
export async function takeDueEvents(
  tx: Transaction,
  { most, now }: { most: number; now: Date },
): Promise<OutboxEvent[]> {
  const rows = await tx.execute<Record<keyof OutboxEvent, string | null>>(sql`
    delete from outbox where id in (
      select id from outbox where due_at <= ${now.toISOString()} order by due_at, id limit ${most} for update skip locked)
    returning id, kind, request_id as "requestId", agent_id as "agentId", notice_id as "noticeId", created_at as "createdAt", due_at as "dueAt"`);
  return (
    rows as unknown as (Omit<OutboxEvent, "createdAt" | "dueAt"> & { createdAt: string; dueAt: string })[]
  )
    .map((row) => ({ ...row, createdAt: new Date(row.createdAt), dueAt: new Date(row.dueAt) }))
    .sort((a, b) => a.dueAt.getTime() - b.dueAt.getTime());
}

/** Puts an event off, because planning it failed: it stands in no other event's way. */
export async function postponeEvent(
  db: Database,
  { eventId, until }: { eventId: string; until: Date },
): Promise<void> {
  await db.update(outbox).set({ dueAt: until }).where(eq(outbox.id, eventId));
}
