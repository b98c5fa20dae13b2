import { Hono } from "hono";
import { z } from "zod";
import { readJson } from "#app/api/edge/body";
import { perMinute } from "#app/api/edge/limits";
import { sameOrigin } from "#app/api/edge/same-origin";
import { openCall, viewerOf } from "#app/api/edge/session-cookie";
import { runtime } from "#app/runtime/runtime";
import { addPasskey } from "#lib/passkeys/add-passkey";
import { confirmationOptions } from "#lib/passkeys/confirmation-options";
import { confirmedActSchema } from "#lib/passkeys/confirmed-act";
import { assertionSchema, attestationSchema } from "#lib/passkeys/credential-json";
import { passkeyLabel } from "#lib/passkeys/passkey-name";
import { additionOptions } from "#lib/passkeys/registration-options";
import { renamePasskey } from "#lib/passkeys/rename-passkey";
import { removeOwnPasskey } from "#lib/provisioning/sso/sign-out";

const confirmation = z.object({ act: confirmedActSchema });
const confirmed = z.object({ confirmation: assertionSchema });
const addition = z.object({ credential: attestationSchema, name: passkeyLabel.optional() });
const renaming = z.object({ name: passkeyLabel });

/** A signed-in person's own passkeys. */
export const passkeys = new Hono();

passkeys.use("/api/passkeys/*", sameOrigin);

/** Starts a confirmation with a passkey. The passkey's answer is sent with the confirmed act. */
passkeys.post("/api/passkeys/confirmations", perMinute("confirm", 60), async (c) => {
  const { config, db, clock, personId } = await openCall(c);
  const { act } = await readJson(c, confirmation);
  return c.json({ options: await confirmationOptions(db, { personId, act, config, now: clock() }) });
});

passkeys.post("/api/passkeys/options", async (c) => {
  const { config, db, clock } = runtime();
  const { personId: id, name, email } = await viewerOf(c);
  const form = await readJson(c, confirmed);
  const addition = { ...form, person: { id, name, email }, config, now: clock() };
  return c.json({ options: await additionOptions(db, addition) });
});

passkeys.post("/api/passkeys", async (c) => {
  const { config, db, clock, personId } = await openCall(c);
  const form = await readJson(c, addition);
  const { credentialId } = await addPasskey(db, { ...form, personId, config, now: clock() });
  return c.json({ id: credentialId }, 201);
});

passkeys.patch("/api/passkeys/:id", async (c) => {
  const { db, clock, personId } = await openCall(c);
  const { name } = await readJson(c, renaming);
  await renamePasskey(db, { personId, credentialId: c.req.param("id"), name, now: clock() });
  return c.body(null, 204);
});

passkeys.delete("/api/passkeys/:id", async (c) => {
  const { db, clock, personId, sessionHash } = await openCall(c);
  await removeOwnPasskey(db, { personId, sessionHash, credentialId: c.req.param("id"), now: clock() });
  return c.body(null, 204);
});
