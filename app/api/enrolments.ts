import { Hono } from "hono";
import { z } from "zod";
import { firstPage } from "#app/first-page";
import { runtime } from "#app/runtime";
import { enrol, enrolmentOptions } from "#lib/directory/enrol";
import { attestationSchema } from "#lib/passkeys/credential-json";
import { passkeyLabel } from "#lib/passkeys/passkey-name";
import { readJson } from "./body.ts";
import { perMinute } from "./limits.ts";
import { sameOrigin } from "./same-origin.ts";
import { sessionToken, setSessionCookie } from "./session-cookie.ts";

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
