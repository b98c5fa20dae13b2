import { Hono } from "hono";
import { readJson } from "#app/api/edge/body";
import { chosenDevice, deviceOf } from "#app/api/edge/device";
import { perMinute } from "#app/api/edge/limits";
import { sameOrigin } from "#app/api/edge/same-origin";
import { clearSessionCookie, openCall, sessionToken, setSessionCookie } from "#app/api/edge/session-cookie";
import { callLog } from "#app/runtime/call-id";
import { runtime } from "#app/runtime/runtime";
import { landingPath } from "#app/web/landing-path";
import { assertionSchema } from "#lib/passkeys/credential-json";
import { signInOptions } from "#lib/passkeys/sign-in-options";
import { signIn } from "#lib/provisioning/sso/sign-in";
import { signOut } from "#lib/provisioning/sso/sign-out";

const assertion = chosenDevice.extend({ credential: assertionSchema });

/** Signing in with a passkey, and signing out. */
export const session = new Hono();

session.use("/api/session/*", sameOrigin);

session.post("/api/session/options", perMinute("sign-in-options", 120), async (c) => {
  const { config, db, clock } = runtime();
  return c.json({ options: await signInOptions(db, { config, now: clock() }) });
});

session.post("/api/session", perMinute("sign-in", 60), async (c) => {
  const { config, db, clock } = runtime();
  const { credential, ...chosen } = await readJson(c, assertion);
  const replacedToken = sessionToken(c);
  const device = deviceOf(c, chosen);
  const signedIn = await signIn(db, { credential, replacedToken, device, config, now: clock() });
  const { personId, roles, session } = signedIn;
  if (signedIn.isBreakGlass)
    callLog(c).warn(
      { person: personId },
      "an admin signed in by passkey although single sign-on is required",
    );
  setSessionCookie(c, session);
  return c.json({ next: landingPath(roles) }, 201);
});

session.delete("/api/session", async (c) => {
  const { db, clock, viewer } = await openCall(c);
  await signOut(db, { ...viewer, now: clock() });
  clearSessionCookie(c);
  return c.body(null, 204);
});
