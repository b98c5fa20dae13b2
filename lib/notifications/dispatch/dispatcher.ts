import { setTimeout as pause } from "node:timers/promises";
import type { EventHub } from "#lib/events/hub";
import { planDue } from "#lib/notifications/planning/plan-due";
import { type LanesOptions, openLanes } from "./lanes.ts";
import { lookAhead } from "./look-ahead.ts";

export interface DispatcherOptions extends LanesOptions {
  events: Pick<EventHub, "subscribe">;
}

export interface Dispatcher {
  /** Claims nothing more, and waits for messages on their way. */
  stop(): Promise<void>;
}

/** Looks at the rows this often, because a wake-up may be missed and a process may die with a lease. */
const safetyNetMilliseconds = 5000;

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
