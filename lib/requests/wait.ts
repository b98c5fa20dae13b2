import type { Database } from "#db/client";
import type { EventHub } from "#lib/events/hub";
import type { Clock } from "#lib/kernel/clock";
import { type FoundResponse, findResponse, type ResponseContext } from "./request-response.ts";

export type WaitedResponse = Pick<FoundResponse, "answer" | "agentId" | "waitExpiresAt">;

export interface WaitInput {
  requestId: string;
  isDone: (found: WaitedResponse) => boolean;
  /** Called once, before an unfinished wait begins. An error it throws ends the wait. */
  beforeWaiting: (found: WaitedResponse) => void;
  /** When to stop waiting in any case. */
  until: Date;
  /** Aborted when the caller hung up or the process is stopping. */
  signal: AbortSignal;
  context: Omit<ResponseContext, "now">;
  clock: Clock;
}

/** Waits for commits and the deadline, without polling. @returns undefined for an unknown request. */
export async function waitForResponse(
  db: Database,
  events: EventHub,
  input: WaitInput,
): Promise<WaitedResponse | undefined> {
  const { requestId, signal } = input;
  const bell = new Bell();
  // Listening starts before looking, so that no change falls between the two.
  const unsubscribe = events.subscribe(`request/${requestId}`, () => bell.ring());
  const hangUp = () => bell.ring();
  signal.addEventListener("abort", hangUp);
  try {
    for (let isFirst = true; ; isFirst = false) {
      const looked = await look(db, input, isFirst);
      if (looked.isOver) return looked.found;
      await bell.rung(looked.milliseconds);
      // Thousands of waits may end together when the process stops: none reads again.
      if (signal.aborted) return unpack(looked.packed);
    }
  } finally {
    unsubscribe();
    signal.removeEventListener("abort", hangUp);
  }
}

/** A look at the request: the end of the wait, or how long the wait goes on without a change. */
type Looked =
  | { isOver: true; found: WaitedResponse | undefined }
  | { isOver: false; milliseconds: number; packed: string };

// Apart from the wait, so that the wait holds a text instead of objects: a thousand agents wait.
async function look(db: Database, input: WaitInput, isFirst: boolean): Promise<Looked> {
  const { requestId, isDone, beforeWaiting, until, signal, context, clock } = input;
  const now = clock();
  const found = await findResponse(db, requestId, { ...context, now });
  if (!found || isDone(found) || signal.aborted || now >= until) return { isOver: true, found };
  if (isFirst) beforeWaiting(found);
  const deadline = Math.min(until.getTime(), deadlineOf(found, now));
  return { isOver: false, milliseconds: deadline - now.getTime(), packed: pack(found) };
}

function pack({ answer, agentId, waitExpiresAt }: WaitedResponse): string {
  return JSON.stringify({ answer, agentId, waitExpiresAt });
}

function unpack(packed: string): WaitedResponse {
  const { waitExpiresAt, ...same } = JSON.parse(packed);
  return { ...same, waitExpiresAt: new Date(waitExpiresAt) };
}

function deadlineOf(found: WaitedResponse, now: Date): number {
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
