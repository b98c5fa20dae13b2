import { sql } from "drizzle-orm";
import type { Database } from "#db/client";
import type { ChannelId } from "#db/schema/notifications";

/**
 * When the next message that no process holds is due, or its receiver's pause ends, whichever is
 * later; undefined when nothing is queued. A look at the front of each receiver's queue.
 */
export async function nextDue(db: Database, channels: ChannelId[]): Promise<Date | undefined> {
  const [row] = await db.execute<{ at: string | null }>(sql`
    with recursive queued as (
      (select channel, receiver from deliveries where state = 'queued' order by channel, receiver limit 1)
      union all
      select following.* from queued cross join lateral (
        select d.channel, d.receiver from deliveries d where d.state = 'queued' and (d.channel, d.receiver) > (queued.channel, queued.receiver)
        order by d.channel, d.receiver limit 1) following)
    select min(greatest(front.due_at, coalesce(h.paused_until, front.due_at))) as at
    from queued cross join lateral (
      select d.due_at from deliveries d where d.state = 'queued' and d.channel = queued.channel and d.receiver = queued.receiver
        and d.leased_until is null order by d.due_at limit 1) front
      left join receivers h on h.channel = queued.channel and h.receiver = queued.receiver
    where queued.channel = any(${sql.param(channels)}::text[])`);
  return row?.at ? new Date(row.at) : undefined;
}
