import { Auth } from "@auth/core";
import type { Context } from "hono";
import { deleteCookie, getCookie } from "hono/cookie";
import { decodeJwt } from "jose";
import { runtime } from "#app/runtime/runtime";
import { CountersignError } from "#lib/kernel/errors";
import { verifyToken } from "#lib/provisioning/provider/verify-token";
import { type Attempt, takeAttempt } from "#lib/provisioning/sso/attempts";
import { type Claims, mergeClaims } from "#lib/provisioning/sso/claims";
import type { Connection } from "#lib/provisioning/sso/connections/connection";
import { reachProvider } from "#lib/provisioning/sso/reach-provider";
import { authConfig, basePath, checkCookieName, checks } from "./auth-config.ts";

/** Consumes the browser's attempt, and in any case its cookies. @throws {CountersignError} `link_invalid` */
export async function consumeAttempt(
  c: Context,
  connectionId: string,
): Promise<Attempt & { cookies: string }> {
  const { config, db, clock } = runtime();
  const state = c.req.query("state") ?? "";
  const cookie = getCookie(c, checkCookieName("state")) ?? "";
  const attempt = await takeAttempt(db, { connectionId, state, cookie, now: clock() });
  const pairs = checks.map(checkCookieName).map((name) => `${name}=${getCookie(c, name) ?? ""}`);
  const secure = config.origin.startsWith("https:");
  for (const check of checks) deleteCookie(c, checkCookieName(check), { path: "/", secure });
  return { ...attempt, cookies: pairs.join("; ") };
}

/**
 * The provider's claims about the returning visitor: redeems the code, and verifies state, nonce,
 * PKCE, issuer, audience, times and the signature. Decides and changes nothing.
 * @throws the errors of @auth/core (see `explainFault`); {CountersignError} `provider_failed`
 */
export async function identify(connection: Connection, query: string, cookies: string): Promise<Claims> {
  const { config, outbound, clock } = runtime();
  const metadata = await reachProvider(connection, { outbound, now: clock() });
  let claims: Claims | undefined;
  let fault: Error | undefined;
  const onError = (error: Error) => {
    fault ??= error;
  };
  const callbacks: NonNullable<Parameters<typeof authConfig>[2]["callbacks"]> = {
    async signIn({ account, profile }) {
      claims = await checkedClaims(connection, account?.id_token ?? "", { ...profile });
      // Somewhere to go means: no session of @auth/core's own. Ours is started by the verb that
      // admits people.
      return "/";
    },
  };
  const request = new Request(`${config.origin}${basePath}/callback/${connection.id}${query}`, {
    headers: { cookie: cookies },
  });
  await Auth(request, authConfig(connection, metadata, { callbacks, onError }));
  if (fault || !claims)
    throw (
      fault ??
      new CountersignError("provider_failed", "the provider named no one", {
        userMessage:
          "Your identity provider didn't say who you are. Try again, and tell your admin if it happens again.",
      })
    );
  return claims;
}

async function checkedClaims(
  connection: Connection,
  idToken: string,
  userinfo: Record<string, unknown>,
): Promise<Claims> {
  const { outbound } = runtime();
  const { issuer, clientId: audience } = connection;
  // @auth/core trusts TLS for the ID token, as OpenID Connect Core section 3.1.3.7 allows. The
  // signature is verified here as well.
  await verifyToken(idToken, { issuer, audience, outbound });
  return mergeClaims(decodeJwt(idToken), userinfo);
}
