import type { JWTVerifyGetKey } from "jose";
import { createRemoteJWKSet, customFetch } from "jose";
import type { Untyped } from "../json/untyped.ts";
import { longestTimerMs, pause } from "../pause.ts";
import { Refusal } from "../refusal.ts";
import type { Fetch } from "./bounded-fetch.ts";
import { boundedFetch, NoResponse } from "./bounded-fetch.ts";

export interface IssuerOptions {
  /** The origin of Countersign, as in the `iss` of grants: `https://countersign.example`. */
  issuer: string;
  /** Where to reach the issuer, if not at `issuer`: an address in the same network. */
  url?: string;
  /** Instead of the global `fetch`. */
  fetch?: Fetch;
  /** For one call with its repetitions, 10 by default. */
  timeoutSeconds?: number;
  /** How far the clocks may be apart, 30 by default, 120 at most. */
  clockSkewSeconds?: number;
}

/** The Countersign that issues grants. */
export interface Issuer {
  issuer: string;
  url: string;
  clockSkewSeconds: number;
  keys: JWTVerifyGetKey;
  call: (path: string, init: CallInit) => Promise<Answer>;
}

interface CallInit {
  method?: string;
  body?: string;
  /** Each attempt is signed anew. */
  headers: () => Promise<Record<string, string>>;
  signal?: AbortSignal;
  timeoutSeconds?: number;
}

/** `wasRepeated`: an earlier attempt may have arrived as well. */
export interface Answer {
  status: number;
  body: Untyped;
  wasRepeated: boolean;
  retryAfterSeconds: number | undefined;
}

const maximumBytes = 262_144;
const attempts = 3;
const passing = new Set([429, 502, 503, 504]);

/** @throws {Refusal} `not_set_up` */
export function openIssuer({
  issuer,
  url = issuer,
  clockSkewSeconds = 30,
  ...options
}: IssuerOptions): Issuer {
  const timeoutSeconds = Math.min(options.timeoutSeconds ?? 10, longestTimerMs / 1000);
  requireOrigin(issuer, "issuer");
  requireOrigin(url, "url");
  if (!(clockSkewSeconds >= 0 && clockSkewSeconds <= 120))
    throw new Refusal("not_set_up", "clockSkewSeconds is 0 to 120.");
  if (!(timeoutSeconds > 0)) throw new Refusal("not_set_up", "timeoutSeconds is more than 0.");
  // Looked up for each call, so that instrumentation that replaces the global fetch is used.
  const fetch = options.fetch ?? ((address, init) => globalThis.fetch(address, init));
  return {
    issuer,
    url,
    clockSkewSeconds,
    keys: keySet(url, fetch, timeoutSeconds),
    call: (path, init) => callWithRetries(fetch, `${url}${path}`, { timeoutSeconds, ...init }),
  };
}

/**
 * The issuer's public keys, fetched when a grant needs them and cached for five minutes. An unknown
 * key ID causes another fetch, but not more than one every five seconds, so that forged grants
 * can't make the tool flood the issuer. Without a fresh key set nothing verifies.
 */
function keySet(url: string, fetch: Fetch, timeoutSeconds: number) {
  return createRemoteJWKSet(new URL("/.well-known/jwks.json", url), {
    cacheMaxAge: 300_000,
    cooldownDuration: 5_000,
    timeoutDuration: Math.ceil(timeoutSeconds * 1000),
    [customFetch]: async (address, { method, signal, headers }) => {
      const init = { method, signal, headers, timeoutSeconds, maximumBytes };
      const { status, text } = await boundedFetch(fetch, address, init);
      return new Response(status === 204 ? null : text, { status });
    },
  });
}

/**
 * Repeats a call while the server can't be reached or asks to retry, three attempts at most.
 * @throws {Refusal} `issuer_unavailable`, `rate_limited`
 */
async function callWithRetries(
  fetch: Fetch,
  url: string,
  { timeoutSeconds, headers, ...init }: CallInit & { timeoutSeconds: number },
): Promise<Answer> {
  const giveUpAt = Date.now() + timeoutSeconds * 1000;
  let wasRepeated = false;
  for (let attempt = 1; ; attempt++) {
    const left = Math.max(1, giveUpAt - Date.now()) / 1000;
    const tried = await tryOnce(fetch, url, { ...init, headers: await headers(), timeoutSeconds: left });
    if (tried.answer) return { ...tried.answer, wasRepeated };
    init.signal?.throwIfAborted();
    wasRepeated ||= tried.mayHaveArrived;
    const pauseMs =
      tried.retryAfterSeconds === undefined ? 100 * 2 ** attempt : tried.retryAfterSeconds * 1000;
    if (attempt === attempts || Date.now() + pauseMs > giveUpAt) throw unavailable(url, tried, wasRepeated);
    await pause(pauseMs, init.signal);
    init.signal?.throwIfAborted();
  }
}

async function tryOnce(fetch: Fetch, url: string, init: RequestInit & { timeoutSeconds: number }) {
  try {
    const { status, headers, text } = await boundedFetch(fetch, url, { ...init, maximumBytes });
    const seconds = headers.get("retry-after") ?? "";
    const retryAfterSeconds = /^\d{1,5}$/.test(seconds) ? Number(seconds) : undefined;
    if (!passing.has(status)) return { answer: { status, body: parse(text), retryAfterSeconds } };
    return { retryAfterSeconds, mayHaveArrived: status !== 429, status };
  } catch (cause) {
    if (!(cause instanceof NoResponse)) throw cause;
    return { cause, mayHaveArrived: cause.mayHaveArrived };
  }
}

function unavailable(
  url: string,
  { cause, status }: { cause?: Error; status?: number },
  mayHaveArrived: boolean,
) {
  const why = cause?.message ?? `HTTP ${status}`;
  const code = status === 429 && !mayHaveArrived ? "rate_limited" : "issuer_unavailable";
  return new Refusal(code, `Countersign can't be reached at ${new URL(url).origin}: ${why}.`, { cause });
}

/** @returns undefined if the text isn't JSON */
function parse(text: string): Untyped {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * Requires https, or http on this machine: a grant or a key set in clear text could be replaced.
 */
function requireOrigin(text: string, name: string) {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isLocal = url !== undefined && /^(localhost|127\.0\.0\.1|\[::1\])$/.test(url.hostname);
  const isSafe = url?.protocol === "https:" || (url?.protocol === "http:" && isLocal);
  if (!url || url.origin !== text || !isSafe)
    throw new Refusal(
      "not_set_up",
      `${name} is an https origin without a path, such as https://countersign.example.`,
    );
}
