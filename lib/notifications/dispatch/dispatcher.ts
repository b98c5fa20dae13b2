import { setMaxListeners } from "node:events";
import type { Database } from "#db/client";
import type { Clock } from "#lib/clock";
import type { EventHub } from "#lib/events/hub";
import type { Channel } from "#lib/notifications/channels/channel";
import { claimDeliveries } from "#lib/notifications/deliveries/claim-deliveries";
import { nextDue } from "#lib/notifications/deliveries/next-due";
import { nextDueEvent } from "#lib/notifications/outbox/due-events";
import { planDue } from "#lib/notifications/planning/plan-due";
import { deliver, groupByDigest } from "./deliver.ts";
import { loadContext } from "./load-context.ts";

export interface DispatcherOptions {
  db: Database;
  events: Pick<EventHub, "subscribe">;
  channels: readonly Channel[];
  clock: Clock;
  origin: string;
  onError: (error: unknown, about: string) => void;
}

export interface Dispatcher {
  /** Claims nothing more, and waits for the messages on their way. */
  stop(): Promise<void>;
}

/** A stopping process lets a message on its way arrive, for so long. */
const graceMilliseconds = 5000;

/** A message may be missed, and a process may die with a lease: the rows are looked at this often. */
const safetyNetMilliseconds = 5000;

/**
 * Plans and sends notifications until stopped. A commit wakes the dispatcher; the rows decide what
 * to do, so that any number of processes on one database share the work.
 *
 * Each channel has a lane of its own: a receiver that is slow takes the places of its own lane, as
 * many as the channel grants one receiver.
 */
export function startDispatcher(options: DispatcherOptions): Dispatcher {
  const { db, events, channels, clock, onError } = options;
  const stopping = new AbortController();
  const cutting = new AbortController();
  // Every message on its way listens to the signal: many listeners are not a leak.
  setMaxListeners(0, cutting.signal);
  const underWay = new Set<Promise<void>>();
  const inLane = new Map(channels.map(({ id }) => [id, 0]));
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;
  let isAgain = false;

  function wake(): void {
    if (stopping.signal.aborted) return;
    if (running) {
      isAgain = true;
      return;
    }
    clearTimeout(timer);
    running = round().finally(() => {
      running = undefined;
      if (isAgain) {
        isAgain = false;
        wake();
      }
    });
  }

  async function round(): Promise<void> {
    try {
      const planned = await planDue(db, {
        ...{ channels, now: clock() },
        onError: (error, event) => onError(error, `planning ${event.kind} failed`),
      });
      for (const channel of channels) await fill(channel);
      if (planned > 0) isAgain = true;
      else await sleepUntilDue();
    } catch (error) {
      onError(error, "looking for notifications failed");
      timer = setTimeout(wake, safetyNetMilliseconds);
    }
  }

  async function fill(channel: Channel): Promise<void> {
    const free = channel.limits.together - (inLane.get(channel.id) ?? 0);
    if (free <= 0) return;
    const wanted = { channel: channel.id, most: free, perReceiver: channel.limits.perReceiver, now: clock() };
    const claims = await claimDeliveries(db, wanted);
    if (claims.length === 0) return;
    const context = await loadContext(db, claims, clock());
    const delivering = { ...options, channel, signal: cutting.signal, onError: report(channel) };
    for (const group of groupByDigest(claims)) start(channel, () => deliver(group, context, delivering));
  }

  function start(channel: Channel, work: () => Promise<void>): void {
    inLane.set(channel.id, (inLane.get(channel.id) ?? 0) + 1);
    const sending = work()
      .catch(report(channel))
      .finally(() => {
        inLane.set(channel.id, (inLane.get(channel.id) ?? 0) - 1);
        underWay.delete(sending);
        wake();
      });
    underWay.add(sending);
  }

  function report({ id }: Channel): (error: unknown) => void {
    return (error) => onError(error, `delivering through ${id} failed`);
  }

  async function sleepUntilDue(): Promise<void> {
    const due = [
      await nextDueEvent(db),
      await nextDue(
        db,
        channels.map(({ id }) => id),
      ),
    ];
    const soonest = Math.min(...due.flatMap((at) => (at ? [at.getTime() - clock().getTime()] : [])));
    // What is due already waits for a place in its lane, or for its receiver.
    const wait = soonest > 0 ? Math.min(soonest, safetyNetMilliseconds) : safetyNetMilliseconds;
    timer = setTimeout(wake, wait);
  }

  const unsubscribe = events.subscribe("outbox", wake);
  wake();
  return {
    async stop() {
      unsubscribe();
      stopping.abort();
      clearTimeout(timer);
      await running;
      clearTimeout(timer);
      const grace = setTimeout(() => cutting.abort(), graceMilliseconds);
      await Promise.all(underWay);
      clearTimeout(grace);
    },
  };
}
