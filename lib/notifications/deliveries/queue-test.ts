import type { Database, Transaction } from "#db/client";
import type { ChannelId } from "#db/schema/notifications";
import { notify } from "#lib/events/hub";
import { newId } from "#lib/kernel/ids";
import { takeFromLimit } from "#lib/limits/take";
import type { Destination } from "#lib/notifications/channels/channel";
import { insertDeliveries } from "./insert-deliveries.ts";

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

/**
 * Counts a message that a person sends by hand: a session alone is enough to reach another server.
 * @throws {CountersignError} `rate_limited`
 */
export async function limitSending(db: Database, personId: string, now: Date): Promise<void> {
  await takeFromLimit(db, { bucket: `send-by-hand:${personId}`, limit: perMinute, windowSeconds: 60 }, now);
}
