import { NoResponse, type Send, type Sent } from "./bounded-fetch.ts";
import type { Untyped } from "./json/untyped.ts";
import { pause } from "./pause.ts";
import { Refusal } from "./refusal.ts";

/** The clock of calls. `sleep` ends early when the signal aborts. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now: () => number;
  sleep: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
}

export const realClock: Clock = { now: () => Date.now(), sleep: pause };

export interface CallInit {
  method?: string;
  body?: string;
  /** Each attempt is signed anew. @param at milliseconds since the epoch */
  headers: (at: number) => Promise<Record<string, string>>;
  signal?: AbortSignal;
  /** Ends the repetitions, and no attempt under way: its answer counts. */
  stop?: AbortSignal;
  /** For one attempt; by default, the remaining time. */
  timeoutSeconds?: number;
  /** How long to repeat a call without an answer. */
  patienceSeconds?: number;
}

/** `body`: `text` as JSON, if possible; `wasRepeated`: an earlier attempt may have arrived. */
export interface Answer {
  status: number;
  text: string;
  body: Untyped;
  wasRepeated: boolean;
  retryAfterSeconds: number | undefined;
}

export interface Caller {
  send: Send;
  clock: Clock;
  /** The most attempts of a call. */
  attempts: number;
  maximumBytes: number;
  /** For one attempt; by default, the remaining time. */
  attemptSeconds?: number;
  /** Called before a call's first repetition, with the reason. */
  onRetry?: (why: Refusal) => void;
}

interface NoAnswer {
  answer?: undefined;
  status?: number;
  body?: Untyped;
  cause?: Error;
  mayHaveArrived: boolean;
  retryAfterSeconds?: number;
}

const passing = new Set([429, 502, 503, 504]);
/** In spite of a `Retry-After: 0`. */
const shortestPauseMs = 100;
const longestPauseMs = 10_000;

/**
 * Makes a call, and repeats it while the server can't be reached or asks to retry (429, 502, 503,
 * 504): after `Retry-After` if given, otherwise after doubling pauses. Safe, because the same
 * `webhook-id` is always the same call.
 * @returns any answer except these four
 * @throws {Refusal} `issuer_unavailable`, `rate_limited`, when the time is over
 */
export async function callWithRetries(
  { send, clock, attempts, maximumBytes, attemptSeconds, onRetry }: Caller,
  url: string,
  init: CallInit & { patienceSeconds: number },
): Promise<Answer> {
  const { headers, timeoutSeconds, patienceSeconds, stop = init.signal, ...rest } = init;
  const giveUpAt = clock.now() + patienceSeconds * 1000;
  let wasRepeated = false;
  for (let attempt = 1; ; attempt++) {
    const left = Math.max(1, giveUpAt - clock.now()) / 1000;
    const signed = { accept: "application/json", ...(await headers(clock.now())) };
    const bounds = { timeoutSeconds: timeoutSeconds ?? attemptSeconds ?? left, maximumBytes };
    const tried = await tryOnce(send, url, { ...rest, headers: signed, ...bounds });
    if (tried.answer) return { ...tried.answer, wasRepeated };
    stop?.throwIfAborted();
    wasRepeated ||= tried.mayHaveArrived;
    const asked = tried.retryAfterSeconds;
    const pauseMs = asked === undefined ? backoff(attempt) : Math.max(shortestPauseMs, asked * 1000);
    const why = unavailable(url, tried, wasRepeated);
    if (attempt === attempts || clock.now() + pauseMs > giveUpAt) throw why;
    if (attempt === 1) onRetry?.(why);
    await clock.sleep(pauseMs, stop);
    stop?.throwIfAborted();
  }
}

async function tryOnce(
  send: Send,
  url: string,
  init: Sent,
): Promise<{ answer: Omit<Answer, "wasRepeated"> } | NoAnswer> {
  try {
    const { status, headers, text } = await send(url, init);
    const seconds = headers.get("retry-after") ?? "";
    const retryAfterSeconds = /^\d{1,5}$/.test(seconds) ? Number(seconds) : undefined;
    const body = parse(text);
    if (!passing.has(status)) return { answer: { status, text, body, retryAfterSeconds } };
    return { status, body, retryAfterSeconds, mayHaveArrived: status !== 429 };
  } catch (cause) {
    if (!(cause instanceof NoResponse)) throw cause;
    return { cause, mayHaveArrived: cause.mayHaveArrived };
  }
}

function unavailable(url: string, { cause, status, body }: NoAnswer, mayHaveArrived: boolean) {
  const why = cause?.message ?? `HTTP ${status}`;
  const code = status === 429 && !mayHaveArrived ? "rate_limited" : "issuer_unavailable";
  const message = `Countersign can't be reached at ${new URL(url).origin}: ${why}.`;
  return new Refusal(code, message, { cause, status, body, mayHaveArrived });
}

/** Half to all of a doubling pause, so that agents don't all retry at the same moment. */
function backoff(attempt: number) {
  return Math.min(longestPauseMs, 200 * 2 ** attempt) * (0.5 + Math.random() / 2);
}

function parse(text: string): Untyped {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
