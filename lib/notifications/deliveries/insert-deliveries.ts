import { clientOf, type Transaction } from "#db/client";
import type { ChannelId, NotificationKind } from "#db/schema/notifications";
import { chunksOf } from "#lib/kernel/chunks";
import { newId } from "#lib/kernel/ids";

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
