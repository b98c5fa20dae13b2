import { type Context, Hono } from "hono";
import { z } from "zod";
import { readJson } from "#app/api/edge/body";
import { chosenDevice } from "#app/api/edge/device";
import { perMinute } from "#app/api/edge/limits";
import { sameOrigin } from "#app/api/edge/same-origin";
import { viewerOf } from "#app/api/edge/session-cookie";
import { runtime } from "#app/runtime/runtime";
import { nextPath } from "#app/web/next-path";
import { isId } from "#lib/kernel/ids";
import { type Connection, findConnection, noConnection } from "#lib/provisioning/sso/connections/connection";
import { requireRole } from "#lib/sessions/require-role";
import { backchannelLogout } from "./backchannel-logout.ts";
import { respondToCallback } from "./respond-to-callback.ts";
import { startSignIn } from "./start-sign-in.ts";

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
