import { longestTimerMs } from "../pause.ts";
import { Refusal } from "../refusal.ts";
import type { Asker } from "./answered.ts";
import {
  longestPollSeconds,
  type PendingRequest,
  type Poll,
  type Polled,
  pollAlone,
  pollTogether,
} from "./poll.ts";

/** The most requests in one call. */
const mostTogether = 100;
/** New waits gather for this long before a call starts, and longer while many calls are open. */
const gatherMs = 100;
const gatherCalls = 20;
/** Between two calls of which the first had no news. */
const shortestPauseMs = 1000;
/** Waits whose time is over at about the same moment end together. */
const giveUpMs = 50;

interface Caller {
  patienceSeconds: number;
  giveUpAt: number;
  /** Undefined when the time is over. */
  resolve: (answer: Polled | undefined) => void;
  reject: (reason: unknown) => void;
}

/** The wait for one request, also of several callers. */
interface Wait {
  request: PendingRequest;
  callers: Caller[];
  /** When the callers last heard of the request. */
  since: number;
  /** The call under way. */
  call?: { stop: AbortController; open: number } | undefined;
  /** The most waits in its next call: fewer after the server refused a call. */
  most: number;
}

/**
 * The waits of a process that holds many calls of an agent: up to a hundred in one call to the server,
 * so that ten thousand held calls need some hundred connections. A call under way is never restarted for
 * a new wait, which has a call of its own until both end.
 */
export class SharedWaits {
  #waits: Map<string, Wait> = new Map();
  #calls = 0;
  #startedAt = Number.NEGATIVE_INFINITY;
  #start: NodeJS.Timeout | undefined;
  #giveUp: { timer: NodeJS.Timeout; at: number } | undefined;

  constructor(private readonly asker: Asker) {}

  /** Waits for a request together with the others. */
  poll: Poll = (request, { leftSeconds, patienceSeconds, signal }) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const leave = () => {
        this.#remove(request.id, caller);
        reject(signal?.reason);
      };
      const caller: Caller = {
        patienceSeconds,
        giveUpAt: this.#now() + leftSeconds * 1000,
        resolve: (answer) => {
          signal?.removeEventListener("abort", leave);
          resolve(answer);
        },
        reject: (reason) => {
          signal?.removeEventListener("abort", leave);
          reject(reason);
        },
      };
      signal?.addEventListener("abort", leave, { once: true });
      this.#add(request, caller);
    });

  #add(request: PendingRequest, caller: Caller) {
    const wait = this.#waits.get(request.id);
    if (wait) wait.callers.push(caller);
    else this.#waits.set(request.id, { request, callers: [caller], since: this.#now(), most: mostTogether });
    this.#giveUpInTime(caller.giveUpAt);
    if (!wait) this.#startSoon();
  }

  #remove(id: string, caller: Caller) {
    const wait = this.#waits.get(id);
    if (!wait) return;
    wait.callers = wait.callers.filter((other) => other !== caller);
    if (wait.callers.length === 0) this.#end(wait);
  }

  /** Ends a wait for all its callers. A call that none of its waits needs anymore ends with it. */
  #end(wait: Wait, tell: (caller: Caller) => void = () => {}) {
    if (this.#waits.get(wait.request.id) !== wait) return;
    this.#waits.delete(wait.request.id);
    for (const caller of wait.callers) tell(caller);
    if (wait.call && --wait.call.open === 0) wait.call.stop.abort();
    if (this.#waits.size > 0) return;
    clearTimeout(this.#giveUp?.timer);
    this.#giveUp = undefined;
  }

  #startSoon() {
    const gather = gatherMs * (1 + this.#calls / gatherCalls);
    this.#start ??= setTimeout(
      () => {
        this.#start = undefined;
        this.#startedAt = this.#now();
        const idle = [...this.#waits.values()].filter(({ call }) => !call);
        for (const most of new Set(idle.map((wait) => wait.most))) {
          const shared = idle.filter((wait) => wait.most === most);
          while (shared.length > 0) void this.#call(shared.splice(0, most));
        }
      },
      Math.max(0, this.#startedAt + gather - this.#now()),
    );
  }

  async #call(waits: Wait[]) {
    const call = { stop: new AbortController(), open: waits.length };
    const [first, ...others] = waits;
    this.#calls++;
    for (const wait of waits) wait.call = call;
    if (first && others.length === 0) await this.#waitAlone(first, call.stop.signal);
    else await this.#waitTogether(waits, call.stop.signal);
    this.#calls--;
    for (const wait of waits) wait.call = undefined;
    if (waits.some(({ request }) => this.#waits.has(request.id))) this.#startSoon();
  }

  async #waitAlone(wait: Wait, signal: AbortSignal) {
    const options = { leftSeconds: Number.POSITIVE_INFINITY, patienceSeconds: patienceOf([wait]), signal };
    try {
      const answer = await pollAlone(this.asker, wait.request, options);
      this.#end(wait, ({ resolve }) => resolve(answer));
    } catch (error) {
      this.#end(wait, ({ reject }) => reject(error));
    }
  }

  async #waitTogether(waits: Wait[], signal: AbortSignal) {
    const began = this.#now();
    try {
      const pending = waits.map(({ request }) => request);
      const options = { seconds: this.#secondsFor(waits), patienceSeconds: patienceOf(waits), signal };
      const { answers, retryAfterSeconds } = await pollTogether(this.asker, pending, options);
      const answered = answers.flatMap((body) => {
        const wait = waits.find(({ request }) => request.id === body?.request?.id);
        return wait ? { wait, body } : [];
      });
      for (const { wait, body } of answered)
        this.#end(wait, ({ resolve }) => resolve({ body, retryAfterSeconds }));
      if (answered.length > 0) return;
      // A stopping server answers early and says when to call again. Another one may answer with no news.
      const askedMs = Math.min(retryAfterSeconds ?? 0, longestPollSeconds) * 1000;
      const pauseMs = Math.max(askedMs, shortestPauseMs - (this.#now() - began));
      await this.asker.issuer.clock.sleep(pauseMs, signal);
    } catch (error) {
      const isAway = error instanceof Refusal && error.status === 503;
      // Halves find the one request that the server refuses, and each wait alone has an older server's
      // answer, without a hundred calls for one refusal.
      for (const wait of waits) {
        if (isAway) this.#end(wait, ({ reject }) => reject(error));
        else wait.most = Math.ceil(waits.length / 2);
      }
    }
  }

  /** Each caller hears of its request after 30 seconds, although others are decided before. */
  #secondsFor(waits: Wait[]): number {
    const heardAt = Math.min(...waits.map(({ since }) => since));
    const left = longestPollSeconds - (this.#now() - heardAt) / 1000;
    return Math.min(longestPollSeconds, Math.max(1, Math.ceil(left)));
  }

  /** One timer for all: a held call costs as little memory as possible. */
  #giveUpInTime(at: number) {
    if (this.#giveUp && this.#giveUp.at <= at) return;
    clearTimeout(this.#giveUp?.timer);
    const timer = setTimeout(() => this.#giveUpNow(), Math.min(at - this.#now(), longestTimerMs));
    this.#giveUp = { timer, at };
  }

  #giveUpNow() {
    this.#giveUp = undefined;
    const now = this.#now();
    let next = Number.POSITIVE_INFINITY;
    for (const { request, callers } of this.#waits.values()) {
      for (const caller of callers) {
        if (caller.giveUpAt > now) next = Math.min(next, caller.giveUpAt);
        else {
          this.#remove(request.id, caller);
          caller.resolve(undefined);
        }
      }
    }
    if (this.#waits.size > 0) this.#giveUpInTime(Math.max(next, now + giveUpMs));
  }

  /** Never goes back, as the clock of the machine can: held calls would hang for as long. */
  #now() {
    return performance.now();
  }
}

function patienceOf(waits: Wait[]): number {
  return Math.max(...waits.flatMap(({ callers }) => callers.map((caller) => caller.patienceSeconds)));
}
