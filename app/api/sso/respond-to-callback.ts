import type { Context } from "hono";
import { deviceOf } from "#app/api/edge/device";
import { sessionToken, setSessionCookie } from "#app/api/edge/session-cookie";
import { callLog } from "#app/runtime/call-id";
import { databaseFault } from "#app/runtime/database-fault";
import { runtime } from "#app/runtime/runtime";
import { landingPath } from "#app/web/landing-path";
import { CountersignError } from "#lib/kernel/errors";
import { admit } from "#lib/provisioning/sso/admit";
import type { Attempt } from "#lib/provisioning/sso/attempts";
import type { Claims } from "#lib/provisioning/sso/claims";
import { type Connection, findConnection } from "#lib/provisioning/sso/connections/connection";
import { saveTestFault, saveTestResult } from "#lib/provisioning/sso/connections/connection-test";
import {
  explainFault,
  type Fault,
  refusalFor,
  type VisitorReason,
} from "#lib/provisioning/sso/explain-fault";
import { findViewer } from "#lib/sessions/session";
import { consumeAttempt, identify } from "./finish-sign-in.ts";

type ReturnedAttempt = Attempt & { cookies: string };

/** Redirects a returning browser: into the console, to a refusal's reason, or to a test's result. */
export async function respondToCallback(c: Context, connectionId: string): Promise<Response> {
  c.header("cache-control", "no-store");
  try {
    const attempt = await consumeAttempt(c, connectionId);
    const connection = await findConnection(runtime().db, connectionId);
    if (!connection) return refused(c, "connection_off");
    return await (attempt.testerId
      ? finishTest(c, connection, attempt)
      : finishSignIn(c, connection, attempt));
  } catch (error) {
    if (databaseFault(error)) return refused(c, "busy");
    if (!(error instanceof CountersignError)) throw error;
    if (error.code === "link_invalid") return refused(c, "over");
    if (error.code === "conflict") return refused(c, "busy");
    throw error;
  }
}

async function finishSignIn(c: Context, connection: Connection, attempt: ReturnedAttempt): Promise<Response> {
  const { db, clock } = runtime();
  const connectionId = connection.id;
  const arrived = await arrive(c, connection, attempt);
  if ("fault" in arrived) {
    const { reason, sentence } = arrived.fault;
    callLog(c).warn({ connection: connectionId, reason, sentence }, "a sign-in through a provider failed");
    return refused(c, reason);
  }
  const { claims } = arrived;
  const replacedToken = sessionToken(c);
  const device = deviceOf(c, attempt);
  const admission = await admit(db, { connectionId, claims, replacedToken, device, now: clock() });
  if (admission.outcome === "refused") return refused(c, refusalFor(admission.reason));
  setSessionCookie(c, admission.session);
  // A person without a passkey can't approve, so the page about creating a passkey comes first.
  return c.redirect(admission.hasPasskey ? (attempt.next ?? landingPath(admission.roles)) : "/settings", 303);
}

async function finishTest(c: Context, connection: Connection, attempt: ReturnedAttempt): Promise<Response> {
  const { db, clock } = runtime();
  const token = sessionToken(c);
  const viewer = token ? await findViewer(db, token, clock()) : undefined;
  if (!viewer || viewer.personId !== attempt.testerId || !viewer.roles.includes("admin"))
    return refused(c, "over");
  const arrived = await arrive(c, connection, attempt);
  const test = { actor: viewer, connection, attemptId: attempt.id, now: clock() };
  if ("fault" in arrived) await saveTestFault(db, { ...test, sentence: arrived.fault.sentence });
  else await saveTestResult(db, { ...test, claims: arrived.claims });
  return c.redirect(`/settings/sso/${connection.id}/tests/${attempt.id}`, 303);
}

async function arrive(
  c: Context,
  connection: Connection,
  { cookies }: ReturnedAttempt,
): Promise<{ claims: Claims } | { fault: Fault }> {
  const error = c.req.query("error");
  if (error !== undefined) return { fault: explainFault({ error }) };
  try {
    return { claims: await identify(connection, new URL(c.req.url).search, cookies) };
  } catch (thrown) {
    return { fault: explainFault(thrown) };
  }
}

function refused(c: Context, reason: VisitorReason): Response {
  return c.redirect(`/signin/refused?reason=${reason}`, 303);
}
