import { and, lt, ne, sql } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { type ChannelId, deliveries, receivers } from "#db/schema/notifications";
import { addSeconds } from "#lib/kernel/clock";

/** Ends the waiting deliveries about requests. A process checks a request again before it sends. */
export async function withdrawQueued(
  tx: Transaction,
  { requestIds, reason, now }: { requestIds: string[]; reason: string; now: Date },
): Promise<void> {
  const at = now.toISOString();
  await tx.execute(sql`
    update deliveries set state = 'withdrawn', closed_at = ${at}, error = ${reason}, leased_until = null
    where request_id = any(${sql.param(requestIds)}::text[]) and state = 'queued' and follows is null and person_id is not null
      and (leased_until is null or leased_until <= ${at})`);
}

/** A delivery that arrived, or is on its way. */
export type SentDelivery = Pick<
  typeof deliveries.$inferSelect,
  "id" | "channel" | "personId" | "destination" | "receiver" | "agentId"
> & { requestId: string };

/** The last message about each request alone to each destination, in these channels. */
export async function listSent(
  tx: Transaction,
  { requestIds, channels }: { requestIds: string[]; channels: ChannelId[] },
): Promise<SentDelivery[]> {
  return tx.execute<SentDelivery>(sql`
    select distinct on (request_id, channel, destination) id, channel, person_id as "personId", destination, receiver,
      request_id as "requestId", agent_id as "agentId"
    from deliveries
    where request_id = any(${sql.param(requestIds)}::text[]) and channel = any(${sql.param(channels)}::text[]) and follows is null
      and kind <> 'request_closed' and (state = 'delivered' and digest_key is null or state = 'queued' and leased_until is not null)
    order by request_id, channel, destination, id desc`);
}

/** Deletes deliveries that ended before `until`, and pauses that ended a day ago. */
export async function deleteOldDeliveries(
  db: Database,
  { until, now }: { until: Date; now: Date },
): Promise<void> {
  await db.delete(deliveries).where(and(ne(deliveries.state, "queued"), lt(deliveries.closedAt, until)));
  await db.delete(receivers).where(lt(receivers.pausedUntil, addSeconds(now, -24 * 3600)));
}
