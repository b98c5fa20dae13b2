import type { Database } from "#db/client";
import type { Clock } from "#lib/clock";
import type { EventHub } from "#lib/events/hub";
import { type FoundResponse, findResponse, type ResponseContext } from "./request-response.ts";

export interface WaitInput {
  requestId: string;
  /** Whether the wait is over. */
  isDone: (found: FoundResponse) => boolean;
  /** Called once, before an unfinished wait begins. An error it throws ends the wait. */
  beforeWaiting: (found: FoundResponse) => void;
  /** When to stop waiting in any case. */
  until: Date;
  /** Aborted when the caller hung up or the process is stopping. */
  signal: AbortSignal;
  context: Omit<ResponseContext, "now">;
  clock: Clock;
}

/**
 * Waits until `isDone` is true of a request, without polling: commits and the request's own
 * deadline wake the waiter.
 * @returns the latest answer; undefined for an unknown request.
 */
export async function waitForResponse(
  db: Database,
  events: EventHub,
  input: WaitInput,
): Promise<FoundResponse | undefined> {
  const { requestId, isDone, beforeWaiting, until, signal, context, clock } = input;
  let hasWaited = false;
  const bell = new Bell();
  // Listening starts before looking, so that no change falls between the two.
  const unsubscribe = events.subscribe(`request/${requestId}`, () => bell.ring());
  const hangUp = () => bell.ring();
  signal.addEventListener("abort", hangUp);
  try {
    for (;;) {
      const now = clock();
      const found = await findResponse(db, requestId, { ...context, now });
      if (!found || isDone(found) || signal.aborted || now >= until) return found;
      if (!hasWaited) beforeWaiting(found);
      hasWaited = true;
      const deadline = Math.min(until.getTime(), deadlineOf(found, now));
      await bell.rung(deadline - now.getTime());
      // The caller hung up, or the process stops and the answer asks to come back: thousands of
      // waits may end at the same moment.
      if (signal.aborted) return found;
    }
  } finally {
    unsubscribe();
    signal.removeEventListener("abort", hangUp);
  }
}

function deadlineOf(found: FoundResponse, now: Date): number {
  const expiresAt = Date.parse(found.answer.request.expires_at);
  return expiresAt > now.getTime() ? expiresAt : Number.POSITIVE_INFINITY;
}

/** A bell for one waiter: remembers a ring from before the waiter listens. */
class Bell {
  private hasRung = false;
  private answer: (() => void) | undefined;

  ring(): void {
    this.hasRung = true;
    this.answer?.();
  }

  /** Resolves with the next ring, or after `milliseconds`. */
  async rung(milliseconds: number): Promise<void> {
    if (!this.hasRung) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, Math.max(0, Math.min(milliseconds, 2 ** 31 - 1)));
        this.answer = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.hasRung = false;
    this.answer = undefined;
  }
}
