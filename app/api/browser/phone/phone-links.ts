import { type Context, Hono } from "hono";
import { z } from "zod";
import { readJson } from "#app/api/edge/body";
import { perMinute } from "#app/api/edge/limits";
import { sameOrigin } from "#app/api/edge/same-origin";
import { viewerOf } from "#app/api/edge/session-cookie";
import { runtime } from "#app/runtime/runtime";
import { qrPath } from "#components/device/qr-path.ts";
import { deviceName } from "#components/passkey/device-name.ts";
import { addPasskeyOnPhone, phoneOptions } from "#lib/membership/enrollment/add-on-phone";
import { confirmWithPasskey } from "#lib/passkeys/confirm-with-passkey";
import { assertionSchema, attestationSchema } from "#lib/passkeys/credential-json";
import { requirePersonalEnrollment } from "#lib/passkeys/enrollment/find-enrollment";
import { passkeyLabel } from "#lib/passkeys/passkey-name";
import { confirmPhone, phoneAct } from "#lib/passkeys/phone/confirmed-phone";
import { findOpenedPhone, issuePhoneLink, openPhoneLink } from "#lib/passkeys/phone/phone-link";
import type { Laptop } from "#lib/passkeys/phone/phone-step";

const secret = z.string().min(1).max(128);
const link = z.object({ token: secret });
const opened = z.object({ secret });
const creation = opened.extend({ credential: attestationSchema, name: passkeyLabel.optional() });
const number = z.string().regex(/^\d{4}$/, "Enter the four digits that the phone shows.");
/** The token of an invitation or recovery link, which stands for a session on its page. */
const held = z.object({ invitation: secret.optional() });
/** The session is checked before the link: one that is left out is like one that has ended. */
const shown = held.extend({ link: secret.default("none") });
const signed = z.object({ link: secret, number, confirmation: assertionSchema });
const invited = z.object({ invitation: secret, link: secret, number });

/** A passkey on a phone, by a QR code on a laptop that is signed in or holds an invitation. */
export const phoneLinks = new Hono();

// Hono's `/*` matches the path without it too.
phoneLinks.use("/api/passkeys/phone-links/*", sameOrigin);
phoneLinks.use("/api/phone-links/*", sameOrigin, perMinute("phone", 60));

// The token is in the fragment, which browsers send to no one.
phoneLinks.post("/api/passkeys/phone-links", perMinute("confirm", 60), async (c) => {
  const { config, db, clock } = runtime();
  const laptop = await laptopOf(c, (await readJson(c, held)).invitation);
  const { token, link } = await issuePhoneLink(db, { ...laptop, now: clock() });
  return c.json({ link, code: qrPath(`${config.origin}/phone#${token}`) }, 201);
});

/** Which device opened the link that the page shows, so that the person sees whose number it asks for. */
phoneLinks.post("/api/passkeys/phone-links/opened", perMinute("phone-opened", 300), async (c) => {
  const { db, clock } = runtime();
  const { invitation, link } = await readJson(c, shown);
  const laptop = await laptopOf(c, invitation);
  return c.json(await findOpenedPhone(db, { ...laptop, link, now: clock() }));
});

phoneLinks.post("/api/passkeys/phone-links/confirmations", perMinute("confirm", 60), async (c) => {
  const { config, db, clock } = runtime();
  const laptop = await laptopOf(c, undefined);
  const { confirmation, ...phone } = await readJson(c, signed);
  const now = clock();
  const act = { personId: laptop.personId, act: phoneAct(phone), credential: confirmation, config, now };
  const { credentialId } = await confirmWithPasskey(db, act);
  await confirmPhone(db, { ...laptop, ...phone, confirmedWith: credentialId, now });
  return c.body(null, 204);
});

/** An invited person has no passkey yet: the invitation confirms the phone in its place. */
phoneLinks.post("/api/passkeys/phone-links/enrollments", perMinute("confirm", 60), async (c) => {
  const { db, clock } = runtime();
  const { invitation, ...phone } = await readJson(c, invited);
  const laptop = await laptopOf(c, invitation);
  await confirmPhone(db, { ...laptop, ...phone, confirmedWith: laptop.authority, now: clock() });
  return c.body(null, 204);
});

phoneLinks.post("/api/phone-links/open", async (c) => {
  const { db, clock } = runtime();
  const { token } = await readJson(c, link);
  const device = deviceName(c.req.header("user-agent") ?? "") ?? "Unknown browser";
  return c.json(await openPhoneLink(db, { token, device, now: clock() }));
});

phoneLinks.post("/api/phone-links/options", async (c) => {
  const { config, db, clock } = runtime();
  const { secret } = await readJson(c, opened);
  return c.json({ options: await phoneOptions(db, { secret, config, now: clock() }) });
});

phoneLinks.post("/api/phone-links/passkeys", async (c) => {
  const { config, db, clock } = runtime();
  const form = await readJson(c, creation);
  await addPasskeyOnPhone(db, { ...form, config, now: clock() });
  // No session by QR code: the phone signs in with its passkey.
  return c.json({ next: "/signin?next=/settings/notifications" }, 201);
});

/** The laptop, by its session, or by the invitation or recovery link on its page. */
async function laptopOf(c: Context, invitation: string | undefined): Promise<Laptop> {
  if (invitation === undefined) {
    const { personId, sessionHash } = await viewerOf(c);
    return { personId, authority: sessionHash };
  }
  const { db, clock } = runtime();
  const { id, person } = await requirePersonalEnrollment(db, invitation, clock());
  return { personId: person.id, authority: id };
}
