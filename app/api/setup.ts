import { Hono } from "hono";
import { z } from "zod";
import { runtime } from "#app/runtime";
import { personName, workspaceName } from "#lib/directory/person-fields";
import { setUpOptions } from "#lib/directory/set-up-options";
import { setUpWorkspace } from "#lib/directory/set-up-workspace";
import { emailAddress } from "#lib/email-address";
import { attestationSchema } from "#lib/passkeys/credential-json";
import { passkeyLabel } from "#lib/passkeys/passkey-name";
import { readJson } from "./body.ts";
import { perMinute } from "./limits.ts";
import { sameOrigin } from "./same-origin.ts";
import { setSessionCookie } from "./session-cookie.ts";

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
  const { session } = await setUpWorkspace(db, { ...form, config, secret, now: clock() });
  setSessionCookie(c, session);
  return c.json({ next: "/agents/new" }, 201);
});
