import { Hono } from "hono";
import { z } from "zod";
import { readJson } from "#app/api/edge/body";
import { deviceOf } from "#app/api/edge/device";
import { perMinute } from "#app/api/edge/limits";
import { sameOrigin } from "#app/api/edge/same-origin";
import { setSessionCookie } from "#app/api/edge/session-cookie";
import { runtime } from "#app/runtime/runtime";
import { setUpOptions } from "#lib/membership/set-up-options";
import { setUpWorkspace } from "#lib/membership/set-up-workspace";
import { attestationSchema } from "#lib/passkeys/credential-json";
import { passkeyLabel } from "#lib/passkeys/passkey-name";
import { personName, workspaceName } from "#lib/people/person-fields";
import { emailAddress } from "#lib/text/email-address";

const setUpForm = z.object({
  token: z.string().min(1).max(128),
  workspace: workspaceName,
  name: personName,
  email: emailAddress,
});
const completeSetUp = setUpForm.extend({
  credential: attestationSchema,
  passkeyName: passkeyLabel.optional(),
});

/** First run: the one-time link names the workspace and makes the first admin. */
export const setup = new Hono();

setup.use("/api/setup/*", sameOrigin, perMinute("setup", 30));

setup.post("/api/setup/options", async (c) => {
  const { config, db, clock } = runtime();
  const form = await readJson(c, setUpForm);
  return c.json({ options: await setUpOptions(db, { ...form, config, now: clock() }) });
});

setup.post("/api/setup", async (c) => {
  const { config, db, secret, clock } = runtime();
  const form = await readJson(c, completeSetUp);
  const device = deviceOf(c);
  const { session } = await setUpWorkspace(db, { ...form, device, config, secret, now: clock() });
  setSessionCookie(c, session);
  return c.json({ next: "/queue" }, 201);
});
