import { Hono } from "hono";
import { z } from "zod";
import { checked, readBytes } from "#app/api/edge/body";
import { sameOrigin } from "#app/api/edge/same-origin";
import { openCall } from "#app/api/edge/session-cookie";
import { runtime } from "#app/runtime/runtime";
import { parseIJson } from "#lib/json/parse";
import { optionalText } from "#lib/json/storable-text";
import { freezeAgents, longestFreezeReason } from "#lib/lifecycle/freeze-agents";
import { takeFromLimit } from "#lib/limits/take";
import type { Viewer } from "#lib/sessions/session";

const freezing = z.strictObject({ reason: optionalText(longestFreezeReason).prefault("") });
const ofForms = "application/x-www-form-urlencoded";

/** Freezes all agents in a session, with no passkey: stopping must be easy. */
export const freeze = new Hono();

/** As JSON, or as the page's form: a browser whose script hasn't loaded yet freezes too. */
freeze.post("/api/freeze", sameOrigin, async (c) => {
  const { viewer } = await openCall(c);
  const body = await readBytes(c, undefined, ["application/json", ofForms]);
  const isForm = c.req.header("content-type")?.startsWith(ofForms);
  const fields = isForm
    ? Object.fromEntries(new URLSearchParams(Buffer.from(body).toString()))
    : parseIJson(body);
  await freezeFor(viewer, fields);
  return isForm ? c.redirect("/freeze", 303) : c.body(null, 204);
});

/** Freezes all agents in the name of a viewer. `facts` are recorded. @throws as `freezeAgents` */
export async function freezeFor(viewer: Viewer, fields: unknown, facts?: { via: "terminal" }): Promise<void> {
  const { db, clock } = runtime();
  const { sessionHash } = viewer;
  const { reason } = checked(freezing, fields);
  // Asks wait for a freeze. Of the session, and not for a wrong body: a stolen session or a wrong script
  // must not use up the calls with which its person freezes elsewhere.
  await takeFromLimit(db, { bucket: `freeze:${sessionHash}`, limit: 20, windowSeconds: 60 }, clock());
  await freezeAgents(db, { reason, actor: viewer, facts, now: clock() });
}
