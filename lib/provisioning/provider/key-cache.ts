import type { JSONWebKeySet } from "jose";
import { z } from "zod";
import type { OutboundClient } from "#lib/outbound/client";
import { providerFault, providerFetch } from "./provider-fetch.ts";

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

const mostKeys = 100;

// An issuer of workload tokens signs no one in: its document may lack what a sign-in needs.
const discoverySchema = z.object({ issuer: z.string(), jwks_uri: z.url() });
const keySetSchema = z.object({ keys: z.array(z.looseObject({ kty: z.string() })).max(mostKeys) });
const publicTypes = new Set(["RSA", "EC", "OKP"]);

const cachedKeys = keyCache<JSONWebKeySet>();

/** The public keys of an OIDC issuer, by discovery. @throws {CountersignError} `provider_failed` */
export async function issuerKeys(
  issuer: string,
  { kid, outbound, now }: { kid: string | undefined; outbound: OutboundClient; now: Date },
): Promise<JSONWebKeySet> {
  return cachedKeys(issuer, { kid, now, fetchKeys: () => fetchKeys(issuer, outbound) });
}

async function fetchKeys(issuer: string, outbound: OutboundClient): Promise<JSONWebKeySet> {
  const address = `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`;
  const discovery = await readJson(address, discoverySchema, outbound);
  // OpenID Connect Discovery, section 4.3: the issuer must be exactly the requested issuer.
  if (discovery.issuer !== issuer)
    throw providerFault("The discovery document has a different issuer.", address);
  const { keys } = await readJson(discovery.jwks_uri, keySetSchema, outbound);
  return { keys: keys.filter(({ kty }) => publicTypes.has(kty)) };
}

async function readJson<Value>(address: string, schema: z.ZodType<Value>, outbound: OutboundClient) {
  const response = await providerFetch(outbound)(address, { headers: { accept: "application/json" } });
  if (response.status !== 200) throw providerFault(`The issuer returned HTTP ${response.status}.`, address);
  const parsed = schema.safeParse(await response.json().catch(() => undefined));
  if (!parsed.success) throw providerFault("The issuer's document isn't usable.", address, parsed.error);
  return parsed.data;
}
