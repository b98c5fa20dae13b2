import { clientOf, type Database, type Transaction } from "#db/client";
import type { ChannelId, deliveries } from "#db/schema/notifications";
import { notify } from "#lib/events/hub";
import { chunksOf } from "#lib/kernel/chunks";
import { newId } from "#lib/kernel/ids";
import { takeFromLimit } from "#lib/limits/take";
import type { Destination } from "#lib/notifications/channels/channel";

type Row = typeof deliveries.$inferInsert;
type SetLater = "state" | "attempts" | "leasedUntil" | "error" | "closedAt";

export type NewDelivery = Omit<Row, SetLater | "id" | "createdAt">;

const together = 1000;

/** Queues deliveries. A notification reaches a destination through a channel once. */
export async function insertDeliveries(tx: Transaction, rows: NewDelivery[], now: Date): Promise<void> {
  const sql = clientOf(tx);
  const each = (chunk: NewDelivery[], name: Exclude<keyof NewDelivery, "dueAt" | "expiresAt">) =>
    chunk.map((row) => row[name] ?? null);
  const times = (chunk: NewDelivery[], name: "dueAt" | "expiresAt") =>
    chunk.map((row) => row[name]?.toISOString() ?? null);
  for (const chunk of chunksOf(rows, together)) {
    await sql`
      insert into deliveries (id, notification_id, kind, channel, person_id, destination, receiver, request_id, agent_id, notice_id,
        digest_key, follows, reference, due_at, expires_at, created_at)
      select d.*, ${now.toISOString()}::timestamptz from unnest(${chunk.map(() => newId("dlv", now))}::text[],
        ${each(chunk, "notificationId")}::text[], ${each(chunk, "kind")}::text[], ${each(chunk, "channel")}::text[],
        ${each(chunk, "personId")}::text[], ${each(chunk, "destination")}::text[], ${each(chunk, "receiver")}::text[],
        ${each(chunk, "requestId")}::text[], ${each(chunk, "agentId")}::text[], ${each(chunk, "noticeId")}::text[],
        ${each(chunk, "digestKey")}::text[], ${each(chunk, "follows")}::text[], ${each(chunk, "reference")}::text[],
        ${times(chunk, "dueAt")}::text[]::timestamptz[], ${times(chunk, "expiresAt")}::text[]::timestamptz[]) d
      on conflict do nothing`;
  }
}

/** Queues a test message, which is dispatched and retried as usual. */
export async function queueTest(
  tx: Transaction,
  { channel, to, now }: { channel: ChannelId; to: Destination; now: Date },
): Promise<void> {
  const { destination, receiver, personId } = to;
  const row = { notificationId: newId("obx", now), kind: "test" as const, channel, destination, receiver };
  await insertDeliveries(tx, [{ ...row, ...(personId && { personId }), dueAt: now }], now);
  await notify(tx, "outbox");
}

const perMinute = 10;

/** Limits messages sent by hand, for which a session is enough. @throws {CountersignError} `rate_limited` */
export async function limitSending(db: Database, personId: string, now: Date): Promise<void> {
  await takeFromLimit(db, { bucket: `send-by-hand:${personId}`, limit: perMinute, windowSeconds: 60 }, now);
}
