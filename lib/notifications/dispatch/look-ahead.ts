import type { Database } from "#db/client";
import type { ChannelId } from "#db/schema/notifications";

export interface Ahead {
  event: Date | undefined;
  /** Each channel's next free message, or the end of its receiver's pause. */
  channels: Map<ChannelId, Date>;
}

/** Looks at the front of the outbox and of each receiver's queue, in one round trip. */
export async function lookAhead(db: Database, now: Date): Promise<Ahead> {
  const rows = await db.$client<{ channel: ChannelId | null; at: string | null }[]>`
    with recursive queued as (
      (select channel, receiver from deliveries where state = 'queued' order by channel, receiver limit 1)
      union all
      select following.* from queued cross join lateral (
        select d.channel, d.receiver from deliveries d where d.state = 'queued' and (d.channel, d.receiver) > (queued.channel, queued.receiver)
        order by d.channel, d.receiver limit 1) following)
    select null as channel, (select due_at from outbox order by due_at limit 1) as at
    union all
    select queued.channel, min(greatest(front.due_at, coalesce(h.paused_until, front.due_at)))
    from queued cross join lateral (
      select d.due_at from deliveries d where d.state = 'queued' and d.channel = queued.channel and d.receiver = queued.receiver
        and (d.leased_until is null or d.leased_until <= ${now.toISOString()}) order by d.due_at limit 1) front
      left join receivers h on h.channel = queued.channel and h.receiver = queued.receiver
    group by queued.channel`;
  const ahead: Ahead = { event: undefined, channels: new Map() };
  for (const { channel, at } of rows) {
    if (at === null) continue;
    if (channel === null) ahead.event = new Date(at);
    else ahead.channels.set(channel, new Date(at));
  }
  return ahead;
}
