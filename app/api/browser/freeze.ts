import { Hono } from "hono";
import { z } from "zod";
import { checked, readBytes } from "#app/api/edge/body";
import { sameOrigin } from "#app/api/edge/same-origin";
import { openCall } from "#app/api/edge/session-cookie";
import { parseIJson } from "#lib/json/parse";
import { optionalText } from "#lib/json/storable-text";
import { freezeAgents, longestFreezeReason } from "#lib/lifecycle/freeze-agents";
import { takeFromLimit } from "#lib/limits/take";

const freezing = z.strictObject({ reason: optionalText(longestFreezeReason).prefault("") });
const ofForms = "application/x-www-form-urlencoded";

/** Freezes all agents in a session, with no passkey: stopping must be easy. */
export const freeze = new Hono();

/** As JSON, or as the page's form: a browser whose script hasn't loaded yet freezes too. */
freeze.post("/api/freeze", sameOrigin, async (c) => {
  const { db, clock, viewer, sessionHash } = await openCall(c);
  const body = await readBytes(c, undefined, ["application/json", ofForms]);
  const isForm = c.req.header("content-type")?.startsWith(ofForms);
  const fields = isForm
    ? Object.fromEntries(new URLSearchParams(Buffer.from(body).toString()))
    : parseIJson(body);
  const { reason } = checked(freezing, fields);
  // Asks wait for a freeze. Of the session, and not for a wrong body: a stolen session or a wrong script
  // must not use up the calls with which its person freezes elsewhere.
  await takeFromLimit(db, { bucket: `freeze:${sessionHash}`, limit: 20, windowSeconds: 60 }, clock());
  await freezeAgents(db, { reason, actor: viewer, now: clock() });
  return isForm ? c.redirect("/freeze", 303) : c.body(null, 204);
});
