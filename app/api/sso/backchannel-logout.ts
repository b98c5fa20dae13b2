import type { Context } from "hono";
import { callLog } from "#app/runtime/call-id";
import { runtime } from "#app/runtime/runtime";
import { CountersignError } from "#lib/kernel/errors";
import type { Connection } from "#lib/provisioning/sso/connections/connection";
import { logOut, verifyLogoutToken } from "#lib/provisioning/sso/log-out";

const maximumBytes = 32 * 1024;

/**
 * OpenID Connect Back-Channel Logout 1.0: 200 when the sessions are over (also when there were
 * none), 400 with an OAuth error object for an invalid token (section 2.8). Never cached. A
 * connection that is turned off still accepts logouts: a logout only ends sessions.
 */
export async function backchannelLogout(c: Context, connection: Connection): Promise<Response> {
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
