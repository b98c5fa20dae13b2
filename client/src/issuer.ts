import { createRemoteJWKSet, customFetch, type JWTVerifyGetKey } from "jose";
import { boundedFetch, type Fetch, type Send } from "./bounded-fetch.ts";
import { type Answer, type Caller, type CallInit, type Clock, callWithRetries, realClock } from "./call.ts";
import { longestTimerMs } from "./pause.ts";
import { Refusal } from "./refusal.ts";
import { isSafeOrigin } from "./this-machine.ts";

export type { Answer, CallInit } from "./call.ts";

export interface IssuerOptions {
  /** The origin of Countersign, as in the `iss` of grants: `https://countersign.example`. */
  issuer: string;
  /** Where to reach the issuer, if not at `issuer`: an address in the same network. */
  url?: string;
  /** Instead of the global `fetch`. */
  fetch?: Fetch;
  /** For a call with its repetitions, 10 by default. */
  timeoutSeconds?: number;
  /** How far the clocks may be apart, 30 by default, 120 at most. */
  clockSkewSeconds?: number;
}

export interface Issuer {
  issuer: string;
  url: string;
  clockSkewSeconds: number;
  clock: Clock;
  keys: JWTVerifyGetKey;
  call: (path: string, init: CallInit) => Promise<Answer>;
}

const defaultSeconds = 10;
const defaults = { attempts: 3, maximumBytes: 262_144 };

/**
 * @param more how a program of Countersign itself calls: its connections, its clock, and as many
 * attempts as fit into the time
 * @throws {Refusal} `not_set_up`
 */
export function openIssuer(
  { issuer, url = issuer, clockSkewSeconds = 30, ...options }: IssuerOptions,
  more: Partial<Caller> = {},
): Issuer {
  const patienceSeconds = Math.min(options.timeoutSeconds ?? defaultSeconds, longestTimerMs / 1000);
  requireOrigin(issuer, "issuer");
  requireOrigin(url, "url");
  if (!(clockSkewSeconds >= 0 && clockSkewSeconds <= 120))
    throw new Refusal("not_set_up", "clockSkewSeconds is 0 to 120.");
  if (!(patienceSeconds > 0)) throw new Refusal("not_set_up", "timeoutSeconds is more than 0.");
  // Looked up for each call, for instrumentation that replaces the global fetch.
  const fetch = options.fetch ?? ((address, init) => globalThis.fetch(address, init));
  const send: Send = (address, init) => boundedFetch(fetch, address, init);
  const caller: Caller = { ...defaults, clock: realClock, send, ...more };
  return {
    issuer,
    url,
    clockSkewSeconds,
    clock: caller.clock,
    keys: keySet(caller, url, Math.max(patienceSeconds, caller.attemptSeconds ?? 0)),
    call: (path, init) => {
      // A caller's own patience counts.
      const attempts = init.patienceSeconds === undefined ? caller.attempts : Number.POSITIVE_INFINITY;
      return callWithRetries({ ...caller, attempts }, `${url}${path}`, { patienceSeconds, ...init });
    },
  };
}

/**
 * The issuer's public keys, cached for five minutes. An unknown key ID causes another fetch, at
 * most one every five seconds: forged grants can't make the tool flood the issuer. Without fresh
 * keys nothing verifies.
 */
function keySet(caller: Caller, url: string, patienceSeconds: number) {
  return createRemoteJWKSet(new URL("/.well-known/jwks.json", url), {
    cacheMaxAge: 300_000,
    cooldownDuration: 5_000,
    timeoutDuration: Math.ceil(patienceSeconds * 1000),
    [customFetch]: async (address, { signal }) => {
      const init = { headers: async () => ({}), signal, patienceSeconds };
      const { status, text } = await callWithRetries(caller, address, init);
      return new Response(status === 204 ? null : text, { status });
    },
  });
}

function requireOrigin(text: string, name: string) {
  if (!isSafeOrigin(text))
    throw new Refusal(
      "not_set_up",
      `${name} is an https origin without a path, such as https://countersign.example (http only for this machine).`,
    );
}
