import type { Config } from "#lib/config";
import { fetchJwks } from "./fetch-jwks.ts";
import type { Jwks } from "./jwks.ts";

const goodForMilliseconds = 10 * 60_000;
/** An unknown key may be a new one, or anybody's invention: so soon after looking we do not look again. */
const pauseMilliseconds = 30_000;

interface Fetched {
  keys: Promise<Jwks>;
  at: number;
}

// What was fetched, by address. Only a copy of what anybody can read there: another process has its own, and losing it costs one fetch.
const fetched = new Map<string, Fetched>();

/**
 * The keys that a transmitter signs with: those an admin pasted, or those at its address, ten minutes old at most. A key that is not among
 * them is looked for once more, so that keys can be rotated; one that is no longer there is no longer good.
 * @throws {CountersignError} `busy` when they cannot be fetched
 */
export async function transmitterKeys(
  { jwks, jwksUrl }: { jwks: Jwks | null; jwksUrl: string | null },
  { kid, config, now }: { kid: string | undefined; config: Pick<Config, "origin">; now: Date },
): Promise<Jwks> {
  if (jwks) return jwks;
  const url = jwksUrl ?? "";
  const age = now.getTime() - (fetched.get(url)?.at ?? Number.NEGATIVE_INFINITY);
  if (age < goodForMilliseconds) {
    const known = await keysAt(url, config, now);
    if (age < pauseMilliseconds || known.keys.some((key) => key.kid === kid)) return known;
  }
  fetched.delete(url);
  return keysAt(url, config, now);
}

/** The keys at an address, fetched once for all who ask at the same time. A fetch that fails is forgotten. */
async function keysAt(url: string, config: Pick<Config, "origin">, now: Date): Promise<Jwks> {
  const known = fetched.get(url);
  if (known) return known.keys;
  const keys = fetchJwks(url, config);
  fetched.set(url, { keys, at: now.getTime() });
  keys.catch(() => {
    if (fetched.get(url)?.keys === keys) fetched.delete(url);
  });
  return keys;
}
