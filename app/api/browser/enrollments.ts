import { Hono } from "hono";
import { z } from "zod";
import { readJson } from "#app/api/edge/body";
import { deviceOf } from "#app/api/edge/device";
import { perMinute } from "#app/api/edge/limits";
import { sameOrigin } from "#app/api/edge/same-origin";
import { sessionToken, setSessionCookie } from "#app/api/edge/session-cookie";
import { runtime } from "#app/runtime/runtime";
import { landingPath } from "#app/web/landing-path";
import { enroll, enrollmentOptions } from "#lib/membership/enrollment/enroll";
import { attestationSchema } from "#lib/passkeys/credential-json";
import { passkeyLabel } from "#lib/passkeys/passkey-name";

const link = z.object({ token: z.string().min(1).max(128) });
const enrollment = link.extend({ credential: attestationSchema, passkeyName: passkeyLabel.optional() });

/** Invited and recovering people: a one-time link becomes a passkey and a session. */
export const enrollments = new Hono();

enrollments.use("/api/enrollments/*", sameOrigin, perMinute("enrollment", 30));

enrollments.post("/api/enrollments/options", async (c) => {
  const { config, db, clock } = runtime();
  const { token } = await readJson(c, link);
  return c.json(await enrollmentOptions(db, { token, config, now: clock() }));
});

enrollments.post("/api/enrollments", async (c) => {
  const { config, db, clock } = runtime();
  const form = await readJson(c, enrollment);
  const caller = { replacedToken: sessionToken(c), device: deviceOf(c) };
  const { roles, session } = await enroll(db, { ...form, ...caller, config, now: clock() });
  if (session) setSessionCookie(c, session);
  // The sign-in page redirects a signed-in person immediately.
  return c.json({ next: session ? landingPath(roles) : "/signin" }, 201);
});
