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
  const { db, clock, viewer, personId } = await openCall(c);
  // Of the person: other people at the same address are not delayed, nor asks, which wait for a freeze.
  await takeFromLimit(db, { bucket: `freeze:${personId}`, limit: 20, windowSeconds: 60 }, clock());
  const body = await readBytes(c, undefined, ["application/json", ofForms]);
  const isForm = c.req.header("content-type")?.startsWith(ofForms);
  const fields = isForm
    ? Object.fromEntries(new URLSearchParams(Buffer.from(body).toString()))
    : parseIJson(body);
  await freezeAgents(db, { ...checked(freezing, fields), actor: viewer, now: clock() });
  return isForm ? c.redirect("/freeze", 303) : c.body(null, 204);
});
