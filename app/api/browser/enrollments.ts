import { Hono } from "hono";
import { z } from "zod";
import { readJson } from "#app/api/edge/body";
import { perMinute } from "#app/api/edge/limits";
import { sameOrigin } from "#app/api/edge/same-origin";
import { sessionToken, setSessionCookie } from "#app/api/edge/session-cookie";
import { runtime } from "#app/process/runtime";
import { firstPage } from "#app/web/session/landing-path";
import { enrol, enrolmentOptions } from "#lib/membership/enroll";
import { attestationSchema } from "#lib/passkeys/credential-json";
import { passkeyLabel } from "#lib/passkeys/passkey-name";

const link = z.object({ token: z.string().min(1).max(128) });
const enrolment = link.extend({ credential: attestationSchema, passkeyName: passkeyLabel.optional() });

/** Invited and recovering people: a one-time link becomes a passkey and a session. */
export const enrolments = new Hono();

enrolments.use("/api/enrolments/*", sameOrigin, perMinute("enrolment", 30));

enrolments.post("/api/enrolments/options", async (c) => {
  const { config, db, clock } = runtime();
  const { token } = await readJson(c, link);
  return c.json(await enrolmentOptions(db, { token, config, now: clock() }));
});

enrolments.post("/api/enrolments", async (c) => {
  const { config, db, clock } = runtime();
  const form = await readJson(c, enrolment);
  const replacedToken = sessionToken(c);
  const { roles, session } = await enrol(db, { ...form, replacedToken, config, now: clock() });
  if (session) setSessionCookie(c, session);
  // The sign-in page redirects a signed-in person immediately.
  return c.json({ next: session ? firstPage(roles) : "/signin" }, 201);
});
