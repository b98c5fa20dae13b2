import { CountersignError } from "#lib/kernel/errors";
import type { OutboundClient } from "#lib/outbound/client";
import { failedForSeconds } from "#lib/provisioning/provider/key-cache";
import { providerFetch } from "#lib/provisioning/provider/provider-fetch";
import { type Jwks, jwksSchema } from "./jwks.ts";

/**
 * Fetches a JWK Set, under the limits of every call to a provider. An admin chose the address, with
 * a passkey; only public keys of the answer are stored and nothing is shown.
 * @throws {CountersignError} `busy` when no usable keys can be fetched now: the event source sends
 *   again
 */
export async function fetchJwks(url: string, outbound: OutboundClient): Promise<Jwks> {
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

/** A set's usable keys. */
function usableKeys(set: unknown): Jwks {
  const keys = (set as { keys?: unknown }).keys;
  const usable = (Array.isArray(keys) ? keys : []).filter(
    (key) => jwksSchema.safeParse({ keys: [key] }).success,
  );
  return jwksSchema.parse({ keys: usable });
}
