import { and, desc, eq } from "drizzle-orm";
import type { Database } from "#db/client";
import {
  type ChannelId,
  type DeliveryState,
  deliveries,
  type NotificationKind,
} from "#db/schema/notifications";

/** One message to one destination, for the page of the destination. */
export interface DeliveryView {
  id: string;
  kind: NotificationKind;
  requestId: string | null;
  agentId: string | null;
  state: DeliveryState;
  attempts: number;
  error: string | null;
  createdAt: Date;
  dueAt: Date;
  closedAt: Date | null;
}

/** The last messages to a destination, newest first. The caller has checked access to it. */
export async function listDeliveries(
  db: Database,
  { channel, destination, most }: { channel: ChannelId; destination: string; most: number },
): Promise<DeliveryView[]> {
  return db
    .select({
      id: deliveries.id,
      kind: deliveries.kind,
      requestId: deliveries.requestId,
      agentId: deliveries.agentId,
      state: deliveries.state,
      attempts: deliveries.attempts,
      error: deliveries.error,
      createdAt: deliveries.createdAt,
      dueAt: deliveries.dueAt,
      closedAt: deliveries.closedAt,
    })
    .from(deliveries)
    .where(and(eq(deliveries.channel, channel), eq(deliveries.destination, destination)))
    .orderBy(desc(deliveries.id))
    .limit(most);
}
