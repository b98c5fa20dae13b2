import { setTimeout as pause } from "node:timers/promises";
import type { Database } from "#db/client";
import type { ChannelId } from "#db/schema/notifications";
import type { EventHub } from "#lib/events/hub";
import { planDue } from "#lib/notifications/planning/plan-due";
import { type LanesOptions, openLanes } from "./lanes.ts";

export interface DispatcherOptions extends LanesOptions {
  events: Pick<EventHub, "subscribe">;
}

export interface Dispatcher {
  /** Claims nothing more, and waits for messages on their way. */
  stop(): Promise<void>;
}

/** Looks at the rows this often, because a wake-up may be missed and a process may die with a lease. */
const safetyNetMilliseconds = 1000;

/**
 * Between two looks: messages that become due close together are claimed together. Longer after a
 * longer look, so that asks keep most of a busy machine; a quarter of a second at most.
 */
const restMilliseconds = { atLeast: 15, timesTheLook: 2, atMost: 250 };

/**
 * Plans and sends notifications until stopped. A commit wakes the dispatcher; the rows decide what
 * to do, so that any number of processes on one database share the work.
 *
 * Each channel has a lane of its own: a receiver that is slow takes the places of its own lane, as
 * many as the channel grants one receiver.
 */
export function startDispatcher(options: DispatcherOptions): Dispatcher {
  const { events, onError } = options;
  const stopping = new AbortController();
  let sleeping = new AbortController();
  const wake = () => sleeping.abort();
  const lanes = openLanes(options, wake);

  async function keepLooking(): Promise<void> {
    while (!stopping.signal.aborted) {
      sleeping = new AbortController();
      const started = performance.now();
      const wait = await round(options, lanes).catch((error: unknown) => {
        onError(error, "looking for notifications failed");
        return safetyNetMilliseconds;
      });
      await pause(restAfter(performance.now() - started));
      const signal = AbortSignal.any([sleeping.signal, stopping.signal]);
      await pause(wait, undefined, { signal }).catch(() => undefined);
    }
  }

  const unsubscribe = events.subscribe("outbox", wake);
  const looking = keepLooking();
  return {
    async stop() {
      unsubscribe();
      stopping.abort();
      await looking;
      await lanes.drain();
    },
  };
}

function restAfter(milliseconds: number): number {
  const { atLeast, timesTheLook, atMost } = restMilliseconds;
  return Math.min(Math.max(milliseconds * timesTheLook, atLeast), atMost);
}

/** @returns milliseconds until the next due row */
async function round(options: DispatcherOptions, lanes: ReturnType<typeof openLanes>): Promise<number> {
  const { db, channels, clock, onError } = options;
  const isDue = (at: Date | undefined) => at !== undefined && at <= clock();
  let ahead = await lookAhead(db, clock());
  if (isDue(ahead.event)) {
    await planDue(db, {
      ...{ channels, now: clock() },
      onError: (error, event) => onError(error, `planning ${event.kind} failed`),
    });
    ahead = await lookAhead(db, clock());
  }
  for (const channel of channels) if (isDue(ahead.channels.get(channel.id))) await lanes.fill(channel);
  if (isDue(ahead.event)) return 0;
  // A due message waits for a place in its lane, and the end of a message wakes the lane.
  const now = clock().getTime();
  const later = [ahead.event, ...ahead.channels.values()].flatMap((at) => (at ? [at.getTime() - now] : []));
  return Math.min(...later.filter((milliseconds) => milliseconds > 0), safetyNetMilliseconds);
}

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
