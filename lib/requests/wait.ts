import { inArray } from "drizzle-orm";
import type { Database } from "#db/client";
import { requests } from "#db/schema/requests";
import { refuseWaitWhileFrozen } from "#lib/callers/freeze";
import type { EventHub } from "#lib/events/hub";
import type { Clock } from "#lib/kernel/clock";
import { type FoundResponse, findResponse, findResponses, type ResponseContext } from "./request-response.ts";
import { stateAt } from "./state-at.ts";

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

/**
 * Waits for commits and the deadline, without polling. @returns undefined for an unknown request.
 * @throws {CountersignError} `frozen` when all agents are frozen before the end
 */
export function waitForResponse(
  db: Database,
  events: EventHub,
  input: WaitInput,
): Promise<WaitedResponse | undefined> {
  const { requestId, signal } = input;
  return lookUntilOver(events, { requestIds: [requestId], signal }, (cause) => look(db, input, cause));
}

export type SharedWaitInput = Omit<WaitInput, "requestId" | "isDone" | "beforeWaiting"> & {
  requestIds: string[];
  /** Requests that may not wait: returned as they are now. */
  crowded: string[];
  /** Called once, with the agents of the requests. An error it throws ends the wait. */
  beforeWaiting: (agentIds: string[]) => void;
};

/**
 * One wait for many requests.
 * @returns the requests that are no longer pending, as soon as there is one; every request when the time
 * is over; none when the caller hung up; undefined if one is unknown.
 */
export function waitForFirst(
  db: Database,
  events: EventHub,
  input: SharedWaitInput,
): Promise<WaitedResponse[] | undefined> {
  return lookUntilOver(events, input, (cause) => lookAtAll(db, input, cause));
}

/** Why a wait looks. Only at its begin and after a freeze does it read whether agents are frozen. */
type Cause = "begin" | "freeze" | "change";

/** A look: the end of the wait, or how long the wait goes on without a change, and its end by a hang-up. */
type Looked<Found> =
  | { isOver: true; found: Found }
  | { isOver: false; milliseconds: number; hungUp: () => Found };

async function lookUntilOver<Found>(
  events: EventHub,
  { requestIds, signal }: { requestIds: string[]; signal: AbortSignal },
  look: (cause: Cause) => Promise<Looked<Found>>,
): Promise<Found> {
  const bell = new Bell();
  const ring = () => bell.ring();
  let isFreezeRung = false;
  const ringForFreeze = () => {
    isFreezeRung = true;
    bell.ring();
  };
  // Listening starts before looking, so that no change falls between the two.
  const unsubscribe = requestIds.map((id) => events.subscribe(`request/${id}`, ring));
  unsubscribe.push(events.subscribe("freeze", ringForFreeze));
  signal.addEventListener("abort", ring);
  try {
    for (let cause: Cause = "begin"; ; cause = isFreezeRung ? "freeze" : "change") {
      isFreezeRung = false;
      const looked = await look(cause);
      if (looked.isOver) return looked.found;
      await bell.rung(looked.milliseconds);
      // Thousands of waits may end together when the process stops: none reads again.
      if (signal.aborted) return looked.hungUp();
    }
  } finally {
    for (const end of unsubscribe) end();
    signal.removeEventListener("abort", ring);
  }
}

// Apart from the wait, so that the wait holds a text instead of objects: a thousand agents wait.
async function look(
  db: Database,
  input: WaitInput,
  cause: Cause,
): Promise<Looked<WaitedResponse | undefined>> {
  const { requestId, isDone, beforeWaiting, until, signal, context, clock } = input;
  // Before the request is read: a freeze wakes every waiting agent.
  if (cause === "freeze") await refuseWaitWhileFrozen(db);
  const now = clock();
  const found = await findResponse(db, requestId, { ...context, now });
  if (!found || isDone(found) || signal.aborted || now >= until) return { isOver: true, found };
  if (cause === "begin") {
    await refuseWaitWhileFrozen(db);
    beforeWaiting(found);
  }
  const deadline = Math.min(until.getTime(), deadlineOf(found, now));
  const packed = pack(found);
  return { isOver: false, milliseconds: deadline - now.getTime(), hungUp: () => unpack(packed) };
}

/** Reads the states in one query, and in whole only the requests to answer with. */
async function lookAtAll(
  db: Database,
  { requestIds, crowded, beforeWaiting, until, signal, context, clock }: SharedWaitInput,
  cause: Cause,
): Promise<Looked<WaitedResponse[] | undefined>> {
  const now = clock();
  const { id, agentId, state, expiresAt } = requests;
  const rows = await db
    .select({ id, agentId, state, expiresAt })
    .from(requests)
    .where(inArray(requests.id, requestIds));
  if (rows.length < requestIds.length) return { isOver: true, found: undefined };
  if (cause === "begin") beforeWaiting([...new Set(rows.map((row) => row.agentId))]);
  const ended = rows.filter((row) => stateAt(row.state, row.expiresAt, now) !== "pending");
  if (cause !== "change" && ended.length === 0 && !signal.aborted) await refuseWaitWhileFrozen(db);
  const news = rows.filter((row) => crowded.includes(row.id) || ended.includes(row));
  if (news.length === 0 && signal.aborted) return { isOver: true, found: [] };
  if (news.length > 0 || now >= until) {
    const told = news.length > 0 ? news : rows;
    return {
      isOver: true,
      found: await findResponses(
        db,
        told.map((row) => row.id),
        { ...context, now },
      ),
    };
  }
  const deadline = Math.min(until.getTime(), ...rows.map((row) => row.expiresAt.getTime()));
  return { isOver: false, milliseconds: deadline - now.getTime(), hungUp: () => [] };
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
