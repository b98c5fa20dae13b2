import type { Untyped } from "#client/json/untyped";
import { exitOf } from "../exit-codes.ts";
import { Fault } from "../fault.ts";
import type { Io } from "../io.ts";
import { visible, visibleLines } from "../visible.ts";

/** One call. `headers` is a function because each attempt is signed anew. */
export interface Call {
  method: string;
  url: string;
  headers: () => Record<string, string>;
  body?: string;
  /** How long one attempt may take; 30 by default. */
  timeoutSeconds?: number;
}

/**
 * `body` is `text` parsed as JSON, undefined if `text` is not JSON; `wasRepeated`: an earlier
 * attempt may have arrived as well.
 */
export interface Answer {
  status: number;
  text: string;
  body: Untyped;
  wasRepeated: boolean;
  retryAfterSeconds?: number;
}

/** The longest pause between two tries, in milliseconds. */
const longestPause = 10_000;
const passing = new Set([429, 502, 503, 504]);

/**
 * Makes a call, and repeats it while the server is unreachable or asks to retry (429, 502, 503,
 * 504): after `Retry-After` if given, otherwise after doubling pauses. Safe, because the same
 * `webhook-id` always means the same ask.
 * @param options patience: how long to retry without an answer
 * @returns any answer except these four
 * @throws {Fault} `unreachable` or `rate_limited` when patience is over
 */
export async function send(
  io: Io,
  call: Call,
  { patienceSeconds, signal }: { patienceSeconds: number; signal?: AbortSignal },
): Promise<Answer> {
  const giveUpAt = io.now() + patienceSeconds * 1000;
  let wasRepeated = false;
  for (let tries = 1; ; tries++) {
    const attempt = await tryOnce(call, signal);
    if (attempt.answer) return { ...attempt.answer, wasRepeated };
    wasRepeated ||= attempt.mayHaveArrived;
    const pause = attempt.retryAfterSeconds !== undefined ? attempt.retryAfterSeconds * 1000 : backoff(tries);
    if (io.now() + pause > giveUpAt) throw wasRepeated ? attempt.fault : unsent(attempt.fault);
    if (tries === 1) io.err(`${visibleLines(attempt.fault.message)}. Retrying…\n`);
    await io.sleep(pause, signal);
  }
}

/** @param fault of a call whose every attempt was refused before anything was sent */
function unsent(fault: Fault) {
  fault.wasSent = false;
  return fault;
}

/**
 * The fault of an error answer: the exit code from the answer's code, the message from the server.
 */
export function faultOf({ status, body }: Answer): Fault {
  const code = typeof body?.code === "string" ? body.code : `http_${status}`;
  const exit = exitOf(code, status);
  const detail = typeof body?.detail === "string" ? body.detail : `unexpected response: HTTP ${status}`;
  const faults = Array.isArray(body?.errors)
    ? body.errors
        .map((fault: Untyped) => `\n  ${lineOf(fault)}${visible(fault?.path)}: ${visible(fault?.message)}`)
        .join("")
    : "";
  return new Fault(exit, `${visible(detail)} (${visible(code)})${faults}`, { code, answer: body });
}

/** The line of an error in a file. */
function lineOf(fault: Untyped) {
  return Number.isInteger(fault?.line) ? `line ${fault.line} ` : "";
}

async function tryOnce(
  call: Call,
  signal?: AbortSignal,
): Promise<
  | { answer: Answer }
  | { answer?: undefined; fault: Fault; mayHaveArrived: boolean; retryAfterSeconds?: number }
> {
  const timeout = AbortSignal.timeout((call.timeoutSeconds ?? 30) * 1000);
  try {
    const response = await fetch(call.url, {
      method: call.method,
      headers: { accept: "application/json", ...call.headers() },
      body: call.body,
      // A redirect would send the signed ask, or the wait token, to another server.
      redirect: "error",
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    });
    const retryAfterSeconds = retryAfter(response.headers.get("retry-after"));
    const text = await response.text();
    const answer = {
      status: response.status,
      text,
      body: parse(text),
      wasRepeated: false,
      retryAfterSeconds,
    };
    if (!passing.has(response.status)) return { answer };
    const isLimit = response.status === 429;
    const fault = isLimit ? faultOf(answer) : notNow(call, answer);
    return { fault, mayHaveArrived: !isLimit, retryAfterSeconds };
  } catch (cause) {
    if (signal?.aborted) throw signal.reason;
    return { fault: unreachable(call, cause), mayHaveArrived: codeOf(cause) !== "ECONNREFUSED" };
  }
}

/**
 * The fault of a 502, 503 or 504: with Countersign's own explanation, if it comes from Countersign.
 */
function notNow(call: Call, answer: Answer) {
  const fault = faultOf(answer);
  if (typeof answer.body?.detail !== "string") return unreachable(call, fault);
  const { message, code } = fault;
  return new Fault("unreachable", message, { code, answer: answer.body });
}

function unreachable(call: Call, cause: unknown) {
  const why = codeOf(cause) ?? (cause instanceof Error ? cause.message : String(cause));
  return new Fault("unreachable", `can't reach ${new URL(call.url).origin} (${visible(why)})`, {
    cause,
  });
}

function codeOf(thrown: unknown): string | undefined {
  const { cause, code } = Object(thrown) as { cause?: { code?: unknown }; code?: unknown };
  if (typeof cause?.code === "string") return cause.code;
  return typeof code === "string" ? code : undefined;
}

/** Half to all of a doubling pause, so that agents do not all retry at the same moment. */
function backoff(tries: number) {
  return Math.min(longestPause, 250 * 2 ** tries) * (0.5 + Math.random() / 2);
}

/** @returns seconds */
function retryAfter(header: string | null): number | undefined {
  return header !== null && /^\d{1,5}$/.test(header) ? Number(header) : undefined;
}

function parse(text: string): Untyped {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
