import { Hono } from "hono";
import { z } from "zod";
import { readJson } from "#app/api/edge/body";
import { perMinute } from "#app/api/edge/limits";
import { sameOrigin } from "#app/api/edge/same-origin";
import { openCall } from "#app/api/edge/session-cookie";
import { draftStanding } from "#lib/approvals/standing/approvals/draft";
import {
  offerStanding,
  requestStandingChallenge,
  signStanding,
} from "#lib/approvals/standing/approvals/sign";
import { base64url } from "#lib/kernel/digest";
import { signingOptions } from "#lib/passkeys/confirmation-options";
import { assertionSchema } from "#lib/passkeys/credential-json";
import { statementBytes } from "../decisions.ts";

const termsBody = z.strictObject({
  days: z.int().min(1),
  count: z.int().min(1),
  per_hour: z.int().min(1),
  total: z.number().positive().optional(),
  hours: z.strictObject({ from: z.string(), to: z.string(), zone: z.string().max(64) }).optional(),
});
const challengeBody = z.strictObject({ statement: statementBytes, seal: z.string().max(100) });
const signatureBody = z.strictObject({ credential: assertionSchema });

/** Standing approvals, signed from the page of an approved request, which stays open for days. */
export const standing = new Hono();

standing.use("/api/standing-approvals/*", sameOrigin);
standing.use("/api/standing-approvals", sameOrigin);

// Creates the statement to read and sign. Stores nothing.
standing.post("/api/standing-approvals/of/:id", perMinute("approve", 120), async (c) => {
  const { db, secret, clock, personId } = await openCall(c);
  const { per_hour: perHour, ...terms } = await readJson(c, termsBody);
  const drafting = { requestId: c.req.param("id"), personId, now: clock() };
  const draft = await draftStanding(db, drafting);
  const offered = await offerStanding(db, { ...drafting, draft, secret }, { ...terms, perHour });
  const { bytes, statement, seal } = offered;
  return c.json({ statement: base64url(bytes), terms: statement.terms, seal }, 201);
});

standing.post("/api/standing-approvals/challenges", perMinute("approve", 120), async (c) => {
  const { db, config, secret, clock, personId } = await openCall(c);
  const { statement, seal } = await readJson(c, challengeBody);
  const challenge = await requestStandingChallenge(db, { personId, statement, seal, secret, now: clock() });
  return c.json({ options: await signingOptions(db, { personId, challenge, config }) }, 201);
});

standing.post("/api/standing-approvals", async (c) => {
  const { db, config, clock, personId } = await openCall(c);
  const { credential } = await readJson(c, signatureBody);
  const id = await signStanding(db, { personId, credential, config, now: clock() });
  return c.json({ standing_approval: { id } }, 201);
});
