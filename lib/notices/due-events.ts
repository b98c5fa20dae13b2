import { eq } from "drizzle-orm";
import { clientOf, type Database, type Transaction } from "#db/client";
import type { Raw } from "#db/raw";
import { type NotificationKind, outbox } from "#db/schema/notifications";
import { newId } from "#lib/kernel/ids";

export type OutboxEvent = typeof outbox.$inferSelect;

/** Writes later events in advance, such as reminders. */
export async function scheduleEvents(
  tx: Transaction,
  events: { kind: NotificationKind; requestId: string; agentId: string; dueAt: Date }[],
  now: Date,
): Promise<void> {
  if (events.length === 0) return;
  await clientOf(tx)`
    insert into outbox (id, kind, request_id, agent_id, created_at, due_at)
    select id, kind, request_id, agent_id, ${now.toISOString()}::timestamptz, due_at
    from unnest(${events.map(() => newId("obx", now))}::text[], ${events.map(({ kind }) => kind)}::text[],
      ${events.map(({ requestId }) => requestId)}::text[], ${events.map(({ agentId }) => agentId)}::text[],
      ${events.map(({ dueAt }) => dueAt.toISOString())}::text[]::timestamptz[]) as e(id, kind, request_id, agent_id, due_at)`;
}

/** Takes due events in the transaction that queues their messages. SKIP LOCKED: others take others. */
export async function takeDueEvents(
  tx: Transaction,
  { most, now }: { most: number; now: Date },
): Promise<OutboxEvent[]> {
  const rows = await clientOf(tx)<Raw<OutboxEvent>[]>`
    delete from outbox where id in (
      select id from outbox where due_at <= ${now.toISOString()} order by due_at, id limit ${most} for update skip locked)
    returning id, kind, request_id as "requestId", agent_id as "agentId", notice_id as "noticeId", created_at as "createdAt", due_at as "dueAt"`;
  return rows
    .map((row) => ({ ...row, createdAt: new Date(row.createdAt), dueAt: new Date(row.dueAt) }))
    .sort((a, b) => a.dueAt.getTime() - b.dueAt.getTime());
}

/** A failed event stands in no other event's way. */
export async function postponeEvent(
  db: Database,
  { eventId, until }: { eventId: string; until: Date },
): Promise<void> {
  await db.update(outbox).set({ dueAt: until }).where(eq(outbox.id, eventId));
}
