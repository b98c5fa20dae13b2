import type { JSONWebKeySet } from "jose";
import { z } from "zod";
import type { OutboundClient } from "#lib/outbound/client";
import { keyCache } from "./key-cache.ts";
import { providerFault, providerFetch } from "./provider-fetch.ts";

const mostKeys = 100;

// An issuer of workload tokens signs no one in, so that its discovery document may lack everything
// that a sign-in needs.
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
