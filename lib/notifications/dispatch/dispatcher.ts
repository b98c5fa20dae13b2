import type { EventHub } from "#lib/events/hub";
import { nextDue } from "#lib/notifications/deliveries/next-due";
import { nextDueEvent } from "#lib/notifications/outbox/due-events";
import { planDue } from "#lib/notifications/planning/plan-due";
import { type LanesOptions, openLanes } from "./lanes.ts";

export interface DispatcherOptions extends LanesOptions {
  events: Pick<EventHub, "subscribe">;
}

export interface Dispatcher {
  /** Claims nothing more, and waits for the messages on their way. */
  stop(): Promise<void>;
}

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
  const lanes = openLanes(options, wake);
  let isStopping = false;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;
  let isAgain = false;

  function wake(): void {
    if (isStopping) return;
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
      for (const channel of channels) await lanes.fill(channel);
      if (planned > 0) isAgain = true;
      else timer = setTimeout(wake, await millisecondsUntilDue(options));
    } catch (error) {
      onError(error, "looking for notifications failed");
      timer = setTimeout(wake, safetyNetMilliseconds);
    }
  }

  const unsubscribe = events.subscribe("outbox", wake);
  wake();
  return {
    async stop() {
      unsubscribe();
      isStopping = true;
      clearTimeout(timer);
      await running;
      clearTimeout(timer);
      await lanes.drain();
    },
  };
}

async function millisecondsUntilDue({ db, channels, clock }: DispatcherOptions): Promise<number> {
  const ids = channels.map(({ id }) => id);
  const due = [await nextDueEvent(db), await nextDue(db, ids)];
  const soonest = Math.min(...due.flatMap((at) => (at ? [at.getTime() - clock().getTime()] : [])));
  // What is due already waits for a place in its lane, or for its receiver.
  return soonest > 0 ? Math.min(soonest, safetyNetMilliseconds) : safetyNetMilliseconds;
}
