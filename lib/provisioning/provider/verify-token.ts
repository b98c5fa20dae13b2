import { createRemoteJWKSet, customFetch, type JWTPayload, type JWTVerifyOptions, jwtVerify } from "jose";
import type { OutboundClient } from "#lib/outbound/client";
import { providerFault, providerFetch } from "./provider-fetch.ts";
import { type ProviderMetadata, readProviderMetadata } from "./provider-metadata.ts";

/** Asymmetric: with a shared secret its holders could act as the provider, with `none` anyone. */
const algorithms = ["RS256", "PS256", "ES256", "RS384", "PS384", "ES384", "RS512", "PS512", "ES512", "EdDSA"];

const goodForMilliseconds = 300_000;

interface Provider {
  metadata: ProviderMetadata;
  keys: ReturnType<typeof createRemoteJWKSet>;
  readAt: number;
}

// Cached for five minutes, so that a provider that ends a thousand sessions is not called a
// thousand times. A stale copy affects no decision for long; a key missing from the copy is looked
// up immediately, every half minute at most (jose).
const providers = new Map<string, Provider>();

/**
 * The payload of a provider's token, after checking the signature with the provider's own keys, and
 * the issuer and audience with ours.
 * @throws the errors of jose; {CountersignError} `provider_failed` when the keys are unavailable.
 */
export async function verifyToken(
  token: string,
  {
    issuer,
    audience,
    outbound,
    ...options
  }: { issuer: string; audience: string; outbound: OutboundClient } & JWTVerifyOptions,
): Promise<JWTPayload> {
  const { metadata, keys } = await knownProvider(issuer, outbound);
  const checks = { ...options, issuer: metadata.issuer, audience, algorithms, clockTolerance: 30 };
  return (await jwtVerify(token, keys, checks)).payload;
}

async function knownProvider(issuer: string, outbound: OutboundClient): Promise<Provider> {
  const known = providers.get(issuer);
  if (known && performance.now() - known.readAt < goodForMilliseconds) return known;
  const metadata = await readProviderMetadata(issuer, outbound);
  const jwksUri = new URL(metadata.jwks_uri);
  const fetchKeys = providerFetch(outbound);
  const keys = createRemoteJWKSet(jwksUri, {
    [customFetch]: async (address, options) => {
      const response = await fetchKeys(address, options as RequestInit);
      if (response.status === 200) return response;
      throw providerFault(`The JWKS URL returned HTTP ${response.status}.`, address);
    },
  });
  const provider = { metadata, keys, readAt: performance.now() };
  providers.set(issuer, provider);
  return provider;
}
