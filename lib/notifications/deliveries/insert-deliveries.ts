import type { Transaction } from "#db/client";
import { type ChannelId, deliveries, type NotificationKind } from "#db/schema/notifications";
import { chunksOf } from "#lib/chunks";
import { newId } from "#lib/ids";

/** A delivery to be queued. */
export interface NewDelivery {
  notificationId: string;
  kind: NotificationKind;
  channel: ChannelId;
  personId?: string;
  destination: string;
  receiver: string;
  requestId?: string | null;
  agentId?: string | null;
  noticeId?: string | null;
  digestKey?: string;
  dueAt: Date;
  expiresAt?: Date;
  follows?: string;
  reference?: string | null;
}

const together = 1000;

/** Queues deliveries. A notification reaches a destination through a channel once. */
export async function insertDeliveries(tx: Transaction, rows: NewDelivery[], now: Date): Promise<void> {
  for (const chunk of chunksOf(rows, together)) {
    await tx
      .insert(deliveries)
      .values(chunk.map((row) => ({ id: newId("dlv", now), ...row, createdAt: now })))
      .onConflictDoNothing();
  }
}
