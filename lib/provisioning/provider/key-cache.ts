import type { JSONWebKeySet } from "jose";

const goodForMilliseconds = 10 * 60_000;
/** An unknown key ID may be invented: no second fetch before this pause. */
const pauseMilliseconds = 30_000;
/** Without a pause, an unreachable key set would cost a slow fetch for every forged token. */
const pauseAfterFailureMilliseconds = 60_000;

/** How long a failed fetch is remembered. */
export const failedForSeconds = pauseAfterFailureMilliseconds / 1000;

interface Attempt<Keys> {
  keys: Promise<Keys>;
  at: number;
  pause: number;
}

interface Source<Keys> {
  good?: { keys: Keys; at: number };
  attempt?: Attempt<Keys>;
}

/**
 * A reader of key sets by their address, from a cache of ten minutes at most. An unknown key is
 * looked up once more, so that keys can be rotated; a key no longer there is no longer valid. A
 * failed fetch does not affect keys that are still valid, and is not repeated within a minute.
 *
 * A cache of public data: another process has its own, and losing the cache costs a fetch.
 */
export function keyCache<Keys extends JSONWebKeySet>() {
  const sources = new Map<string, Source<Keys>>();
  return (
    address: string,
    { kid, now, fetchKeys }: { kid: string | undefined; now: Date; fetchKeys: () => Promise<Keys> },
  ): Promise<Keys> => {
    const source = sources.get(address) ?? {};
    sources.set(address, source);
    const { good, attempt } = source;
    const isFresh = good !== undefined && now.getTime() - good.at < goodForMilliseconds;
    if (isFresh && good.keys.keys.some((key) => key.kid === kid)) return Promise.resolve(good.keys);
    if (attempt && now.getTime() - attempt.at < attempt.pause) return attempt.keys;
    return fetchInto(source, fetchKeys, now.getTime());
  };
}

/** Fetches an address's keys, once for concurrent calls. */
function fetchInto<Keys>(source: Source<Keys>, fetchKeys: () => Promise<Keys>, at: number): Promise<Keys> {
  const keys = fetchKeys();
  const attempt: Attempt<Keys> = { keys, at, pause: pauseMilliseconds };
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
