import type { OutboundClient } from "#lib/outbound/client";
import { keyCache } from "#lib/provisioning/provider/key-cache";
import { fetchJwks } from "./fetch-jwks.ts";
import type { Jwks } from "./jwks.ts";

const cachedKeys = keyCache<Jwks>();

/**
 * An event source's keys: pasted, or from `jwksUrl` through a cache. @throws {CountersignError}
 * `busy`
 */
export async function eventSourceKeys(
  { jwks, jwksUrl }: { jwks: Jwks | null; jwksUrl: string | null },
  { kid, outbound, now }: { kid: string | undefined; outbound: OutboundClient; now: Date },
): Promise<Jwks> {
  if (jwks) return jwks;
  const url = jwksUrl ?? "";
  return cachedKeys(url, { kid, now, fetchKeys: () => fetchJwks(url, outbound) });
}
