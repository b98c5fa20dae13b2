import { Auth } from "@auth/core";
import { type Context, Hono } from "hono";
import { setCookie } from "hono/cookie";
import { z } from "zod";
import { readJson } from "#app/api/edge/body";
import { chosenDevice } from "#app/api/edge/device";
import { perMinute } from "#app/api/edge/limits";
import { sameOrigin } from "#app/api/edge/same-origin";
import { viewerOf } from "#app/api/edge/session-cookie";
import { callLog } from "#app/runtime/call-id";
import { runtime } from "#app/runtime/runtime";
import { nextPath } from "#app/web/next-path";
import { CountersignError } from "#lib/kernel/errors";
import { isId } from "#lib/kernel/ids";
import { type Attempt, beginAttempt } from "#lib/provisioning/sso/attempts";
import { type Connection, findConnection, noConnection } from "#lib/provisioning/sso/connections/connection";
import { logOut, verifyLogoutToken } from "#lib/provisioning/sso/log-out";
import { reachProvider } from "#lib/provisioning/sso/reach-provider";
import { requireRole } from "#lib/sessions/require-role";
import { authConfig, basePath, checkCookieName, checks } from "./auth-config.ts";
import { respondToCallback } from "./respond-to-callback.ts";

const maximumBytes = 32 * 1024;

const departure = chosenDevice.extend({ next: z.string().optional() });

/** Signing in through an identity provider, testing that, and the provider ending sessions. */
export const sso = new Hono();

sso.post("/api/sso/signin/:connection", sameOrigin, perMinute("sso-signin", 60), async (c) => {
  const { next, stays, isApp } = await readJson(c, departure);
  const connection = await connectionOf(c);
  if (!connection.enabled) throw noConnection(connection.id);
  const attempt = { testerId: null, next: nextPath(next) ?? null, stays, isApp };
  return c.json(await startSignIn(c, connection, attempt));
});

sso.post("/api/sso/tests/:connection", sameOrigin, perMinute("sso-test", 30), async (c) => {
  const viewer = await viewerOf(c);
  requireRole(viewer, "admin");
  const attempt = { testerId: viewer.personId, next: null, stays: false, isApp: false };
  return c.json(await startSignIn(c, await connectionOf(c), attempt));
});

// A GET by protocol. Changes data only once, and only for the browser with the round trip's cookie
// (takeAttempt).
sso.get("/api/sso/callback/:connection", perMinute("sso-callback", 120), (c) =>
  respondToCallback(c, c.req.param("connection")),
);

// High limit: a provider may end the sessions of all its people at the same time.
sso.post("/api/sso/:connection/backchannel-logout", perMinute("sso-logout", 3000), async (c) =>
  backchannelLogout(c, await connectionOf(c)),
);

async function connectionOf(c: Context): Promise<Connection> {
  const id = c.req.param("connection") ?? "";
  const connection = isId("sso", id) ? await findConnection(runtime().db, id) : undefined;
  if (!connection) throw noConnection(id);
  return connection;
}

/**
 * OpenID Connect Back-Channel Logout 1.0: 200 when the sessions are over (also when there were
 * none), 400 with an OAuth error object for an invalid token (section 2.8). Never cached. A
 * connection that is turned off still accepts logouts: a logout only ends sessions.
 */
async function backchannelLogout(c: Context, connection: Connection): Promise<Response> {
  const { db, outbound, clock } = runtime();
  c.header("cache-control", "no-store");
  try {
    const token = await readLogoutToken(c);
    const order = await verifyLogoutToken(token, { connection, outbound, now: clock() });
    await logOut(db, { connectionId: connection.id, order, now: clock() });
    return c.body(null, 200);
  } catch (error) {
    if (!(error instanceof CountersignError) || error.code !== "invalid_body") throw error;
    callLog(c).warn({ connection: connection.id, reason: error.message }, "a logout token was refused");
    return c.json({ error: "invalid_request", error_description: error.userMessage }, 400);
  }
}

async function readLogoutToken(c: Context): Promise<string> {
  const isForm = c.req.header("content-type")?.toLowerCase().startsWith("application/x-www-form-urlencoded");
  const length = Number(c.req.header("content-length") ?? maximumBytes + 1);
  if (!isForm || !(length <= maximumBytes))
    throw new CountersignError("invalid_body", "no form of at most 32 KiB with its length given", {
      userMessage: "Send logout_token as a form of at most 32 KiB.",
    });
  const { logout_token: token } = await c.req.parseBody();
  if (typeof token === "string") return token;
  throw new CountersignError("invalid_body", "no logout_token", { userMessage: "logout_token is missing." });
}

/** Sets the round trip's cookies, and returns the provider's address. @throws `provider_failed` */
async function startSignIn(
  c: Context,
  connection: Connection,
  attempt: Pick<Attempt, "testerId" | "next" | "stays" | "isApp">,
): Promise<{ url: string }> {
  const { config, db, outbound, clock } = runtime();
  const anew = attempt.testerId !== null;
  const metadata = await reachProvider(connection, { outbound, now: clock(), anew });
  let fault: Error | undefined;
  const onError = (error: Error) => {
    fault ??= error;
  };
  const request = new Request(`${config.origin}${basePath}/signin/${connection.id}`, { method: "POST" });
  const answer = await Auth(request, authConfig(connection, metadata, { onError }));
  const cookie = answer.cookies?.find(({ name }) => name === checkCookieName("state"))?.value;
  const state = answer.redirect && new URL(answer.redirect).searchParams.get("state");
  if (fault || !cookie || !state || !answer.redirect) throw cannotBegin(fault);
  await beginAttempt(db, { connectionId: connection.id, ...attempt, state, cookie, now: clock() });
  const names = checks.map(checkCookieName);
  for (const { name, value, options } of answer.cookies ?? []) {
    // Other cookies of the library are dropped: the path to open afterwards is stored with the
    // round trip.
    if (!names.includes(name)) continue;
    const secure = config.origin.startsWith("https:");
    setCookie(c, name, value, {
      path: "/",
      secure,
      httpOnly: true,
      sameSite: "Lax",
      expires: options?.expires,
    });
  }
  return { url: answer.redirect };
}

function cannotBegin(cause: Error | undefined): Error {
  if (cause instanceof CountersignError) return cause;
  return new CountersignError("provider_failed", "no authorization request could be made", {
    userMessage: "Single sign-on is unavailable right now. Tell an admin.",
    cause,
  });
}
