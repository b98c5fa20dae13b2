import { z } from "zod";
import { CountersignError } from "#lib/kernel/errors";
import type { OutboundClient } from "#lib/outbound/client";
import { failedForSeconds, keyCache } from "#lib/provisioning/provider/key-cache";
import { providerFetch } from "#lib/provisioning/provider/provider-fetch";

const cachedKeys = keyCache<Jwks>();

/** An event source's keys: pasted, or from `jwksUrl` through a cache. @throws `busy` */
export async function eventSourceKeys(
  { jwks, jwksUrl }: { jwks: Jwks | null; jwksUrl: string | null },
  { kid, outbound, now }: { kid: string | undefined; outbound: OutboundClient; now: Date },
): Promise<Jwks> {
  if (jwks) return jwks;
  const url = jwksUrl ?? "";
  return cachedKeys(url, { kid, now, fetchKeys: () => fetchJwks(url, outbound) });
}

const maximumKeys = 20;

/** Public RSA and EC keys for verifying. Shared secrets and private keys are refused. */
const publicKey = z
  .looseObject({ kty: z.enum(["RSA", "EC"], { error: "must be an RSA or EC key" }) })
  .refine((key) => !("d" in key) && !("k" in key), { error: "must not contain a private key" });

export const jwksSchema = z.object({ keys: z.array(publicKey).min(1).max(maximumKeys) });

export type Jwks = z.output<typeof jwksSchema>;

/**
 * Fetches a JWK Set, under the limits of every call to a provider. An admin chose the address, with
 * a passkey; only public keys of the answer are stored and nothing is shown.
 * @throws {CountersignError} `busy` when no usable keys can be fetched now: the event source sends
 *   again
 */
async function fetchJwks(url: string, outbound: OutboundClient): Promise<Jwks> {
  try {
    const response = await providerFetch(outbound)(url, {
      headers: { accept: "application/jwk-set+json, application/json" },
    });
    if (response.status !== 200) throw new Error(`answered with ${response.status}`);
    return usableKeys(await response.json());
  } catch (cause) {
    throw new CountersignError("busy", "an event source's keys cannot be fetched", {
      userMessage: "This source's keys can't be fetched right now. Send the event again later.",
      retryAfterSeconds: failedForSeconds,
      cause,
    });
  }
}

function usableKeys(set: unknown): Jwks {
  const keys = (set as { keys?: unknown }).keys;
  const usable = (Array.isArray(keys) ? keys : []).filter(
    (key) => jwksSchema.safeParse({ keys: [key] }).success,
  );
  return jwksSchema.parse({ keys: usable });
}
