import { type AuthConfig, customFetch, raw, skipCSRFCheck } from "@auth/core";
import { runtime } from "#app/runtime/runtime";
import { deriveKey } from "#lib/crypto/seal";
import { base64url } from "#lib/kernel/digest";
import { providerFetch } from "#lib/provisioning/provider/provider-fetch";
import type { ProviderMetadata } from "#lib/provisioning/provider/provider-metadata";
import { type Connection, openClientSecret } from "#lib/provisioning/sso/connections/connection";
import { authAdapter } from "#lib/sessions/adapter";

/** The base of @auth/core's actions `signin/<connection>` and `callback/<connection>`. */
export const basePath = "/api/sso";

type Check = "state" | "nonce" | "pkceCodeVerifier";

/** The cookies of a round trip. On https with the `__Host-` prefix, like the session's. */
export function checkCookieName(check: Check): string {
  const prefix = runtime().config.origin.startsWith("https:") ? "__Host-" : "";
  return `${prefix}countersign-sso-${check}`;
}

/** All three, in no particular order. */
export const checks: Check[] = ["state", "nonce", "pkceCodeVerifier"];

/**
 * @auth/core for one connection: authorization code with PKCE (S256), state and nonce. The library
 * handles the protocol only. It gets no session cookie, so it cannot link the account to the
 * signed-in person, and `callbacks` decides before the library would start a session.
 */
export function authConfig(
  connection: Connection,
  metadata: ProviderMetadata,
  hooks: { callbacks?: AuthConfig["callbacks"]; onError: (error: Error) => void },
): AuthConfig & { raw: typeof raw } {
  const { config, db, outbound, secret } = runtime();
  return {
    basePath,
    raw,
    trustHost: true, // The address is built from our configuration, never from a header.
    skipCSRFCheck, // Our own Origin check runs earlier.
    useSecureCookies: config.origin.startsWith("https:"),
    secret: base64url(deriveKey(secret, "sso-cookie")),
    adapter: authAdapter(db),
    session: { strategy: "database" },
    cookies: Object.fromEntries(checks.map((check) => [check, { name: checkCookieName(check) }])),
    // The library's log entries would contain codes and tokens.
    logger: { error: hooks.onError, warn: () => {}, debug: () => {} },
    callbacks: hooks.callbacks,
    providers: [
      {
        id: connection.id,
        name: connection.name,
        type: "oidc",
        issuer: connection.issuer,
        clientId: connection.clientId,
        clientSecret: openClientSecret(secret, connection),
        client: { token_endpoint_auth_method: authMethod(metadata) },
        authorization: { params: { scope: scopeOf(connection) } },
        checks: ["pkce", "state", "nonce"],
        // Claims come from userinfo as well as from the ID token: many providers put the email into
        // only one of them.
        idToken: false,
        [customFetch]: providerFetch(outbound),
      },
    ],
  };
}

function scopeOf({ scopes }: Connection): string {
  return [...new Set(["openid", "profile", "email", ...scopes])].join(" ");
}

/** Basic, unless the metadata lists other methods (OpenID Connect Discovery 1.0, section 3). */
function authMethod({ token_endpoint_auth_methods_supported: methods }: ProviderMetadata): string {
  const isPostOnly =
    methods && !methods.includes("client_secret_basic") && methods.includes("client_secret_post");
  return isPostOnly ? "client_secret_post" : "client_secret_basic";
}
