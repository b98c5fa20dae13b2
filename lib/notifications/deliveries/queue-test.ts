import type { Transaction } from "#db/client";
import { type ChannelId, deliveries } from "#db/schema/notifications";
import { notify } from "#lib/events/hub";
import { newId } from "#lib/ids";
import type { Destination } from "#lib/notifications/channels/channel";

/** Queues a test message to one destination. It is dispatched, and retried, like any other. */
export async function queueTest(
  tx: Transaction,
  { channel, to, now }: { channel: ChannelId; to: Destination; now: Date },
): Promise<{ deliveryId: string }> {
  const id = newId("dlv", now);
  const { destination, receiver } = to;
  await tx.insert(deliveries).values({
    ...{ id, notificationId: id, kind: "test", channel, destination, receiver },
    ...{ personId: to.personId ?? null, createdAt: now, dueAt: now },
  });
  await notify(tx, "outbox");
  return { deliveryId: id };
}
