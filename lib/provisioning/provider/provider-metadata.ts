import { z } from "zod";
import type { Config } from "#lib/kernel/config";
import { CountersignError } from "#lib/kernel/errors";
import type { OutboundClient } from "#lib/outbound/client";
import { isSecureUrl } from "#lib/outbound/secure-url";
import { providerFault, providerFetch } from "./provider-fetch.ts";

const schema = z.object({
  issuer: z.string(),
  authorization_endpoint: z.url(),
  token_endpoint: z.url(),
  userinfo_endpoint: z.url(),
  jwks_uri: z.url(),
  token_endpoint_auth_methods_supported: z.array(z.string()).optional(),
  code_challenge_methods_supported: z.array(z.string()).optional(),
});

/** A provider's metadata (OpenID Connect Discovery 1.0, section 3), as far as used here. */
export type ProviderMetadata = z.infer<typeof schema>;

/** Reads the metadata; errors in plain words. @throws {CountersignError} `provider_failed` */
export async function readProviderMetadata(
  issuer: string,
  outbound: OutboundClient,
): Promise<ProviderMetadata> {
  const address = `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`;
  const response = await providerFetch(outbound)(address, { headers: { accept: "application/json" } });
  if (response.status !== 200) {
    throw providerFault(`The discovery document returned HTTP ${response.status}.`, address);
  }
  const parsed = schema.safeParse(await response.json().catch(() => undefined));
  if (!parsed.success) {
    const missing = [...new Set(parsed.error.issues.map(({ path }) => path.join(".")))].join(", ");
    throw providerFault(
      missing ? `The discovery document has no usable ${missing}.` : "The discovery document isn't JSON.",
      address,
    );
  }
  // OpenID Connect Discovery, section 4.3: the issuer must be exactly the requested issuer.
  if (new URL(parsed.data.issuer).href !== new URL(issuer).href)
    throw providerFault("The discovery document has a different issuer.", address);
  refuseWithoutPkce(parsed.data, address);
  return parsed.data;
}

/** Without this method a provider would ignore the code's binding to the browser (RFC 9700, 2.1.1). */
function refuseWithoutPkce(metadata: ProviderMetadata, address: string): void {
  const methods = metadata.code_challenge_methods_supported;
  if (methods && !methods.includes("S256"))
    throw providerFault("The provider doesn't support PKCE (S256).", address);
}

/** @throws {CountersignError} `invalid_input` */
export function refuseInsecure(address: string, config: Pick<Config, "origin">): void {
  if (isSecureUrl(address, config)) return;
  throw new CountersignError("invalid_input", `not an address of a provider: ${address}`, {
    userMessage: "The issuer must be an https URL without a user name or password.",
  });
}
