import type { OutboundClient } from "#lib/outbound/client";
import { fetchJwks } from "./fetch-jwks.ts";
import type { Jwks } from "./jwks.ts";

const goodForMilliseconds = 10 * 60_000;
/** An unknown key ID may be new or invented: the address is not fetched again before this pause. */
const pauseMilliseconds = 30_000;
/**
 * Without this pause, an unreachable key set would cost a slow fetch for every token, also forged
 * ones.
 */
const pauseAfterFailureMilliseconds = 60_000;

interface Attempt {
  keys: Promise<Jwks>;
  at: number;
  pause: number;
}

interface Source {
  good?: { keys: Jwks; at: number };
  attempt?: Attempt;
}

// By address. A cache of public data: another process has its own, and losing the cache costs a
// fetch.
const sources = new Map<string, Source>();

/**
 * The signing keys of an event source: pasted by an admin, or from its address, ten minutes old at
 * most. An unknown key is looked up once more, so that keys can be rotated; a key no longer there
 * is no longer valid. A failed fetch does not affect keys that are still valid, and is not repeated
 * within a minute.
 * @throws {CountersignError} `busy` when the keys cannot be fetched
 */
export async function eventSourceKeys(
  { jwks, jwksUrl }: { jwks: Jwks | null; jwksUrl: string | null },
  { kid, outbound, now }: { kid: string | undefined; outbound: OutboundClient; now: Date },
): Promise<Jwks> {
  if (jwks) return jwks;
  const url = jwksUrl ?? "";
  const source = sources.get(url) ?? {};
  sources.set(url, source);
  const { good, attempt } = source;
  const isFresh = good !== undefined && now.getTime() - good.at < goodForMilliseconds;
  if (isFresh && good.keys.keys.some((key) => key.kid === kid)) return good.keys;
  if (attempt && now.getTime() - attempt.at < attempt.pause) return attempt.keys;
  return fetchInto(source, { url, outbound, at: now.getTime() });
}

/** Fetches the keys at an address, once for all concurrent calls. */
function fetchInto(
  source: Source,
  { url, outbound, at }: { url: string; outbound: OutboundClient; at: number },
): Promise<Jwks> {
  const keys = fetchJwks(url, outbound);
  const attempt: Attempt = { keys, at, pause: pauseMilliseconds };
  source.attempt = attempt;
  keys.then(
    (fetched) => {
      if (source.attempt === attempt) source.good = { keys: fetched, at };
    },
    () => {
      attempt.pause = pauseAfterFailureMilliseconds;
    },
  );
  return keys;
}
