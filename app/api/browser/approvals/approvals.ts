import { Hono } from "hono";
import { z } from "zod";
import { readJson } from "#app/api/edge/body";
import { perMinute } from "#app/api/edge/limits";
import { sameOrigin } from "#app/api/edge/same-origin";
import { openCall } from "#app/api/edge/session-cookie";
import { approve } from "#lib/approvals/approve";
import { shortestBreakGlassReason } from "#lib/approvals/break-glass/break-glass";
import { findBreakable } from "#lib/approvals/break-glass/find-breakable";
import { servedAt } from "#lib/approvals/break-glass/served-at";
import { otherCode } from "#lib/approvals/default-deny-reasons";
import { deny } from "#lib/approvals/deny";
import { denyAndHold } from "#lib/approvals/deny-and-hold";
import { offerEdit } from "#lib/approvals/edits/offer-edit";
import { offerStatement } from "#lib/approvals/offer-statement";
import { requestChallenge } from "#lib/approvals/request-challenge";
import { standingScopes } from "#lib/approvals/standing/stand";
import { storableText } from "#lib/json/storable-text";
import { base64url } from "#lib/kernel/digest";
import { longestHoldReason } from "#lib/lifecycle/hold-agent";
import { signingOptions } from "#lib/passkeys/confirmation-options";
import { assertionSchema } from "#lib/passkeys/credential-json";
import { countDecision, statementBytes, tellApproval } from "./decisions.ts";

const seal = z.string().max(100);
const number = z
  .string()
  .trim()
  .regex(/^\d{2}$/, "Enter the two digits that the agent shows.")
  .optional();
const challengeBody = z.strictObject({ statement: statementBytes, seal, number });
const approvalBody = z.strictObject({
  credential: assertionSchema,
  note: storableText(2000).trim().optional(),
});
const breakGlassBody = z.strictObject({
  /** The statement that the page was rendered from, and our seal: the reading time counts from it. */
  page: z.strictObject({ shown: z.string().max(200_000), seal }).optional(),
  reason: storableText(2000)
    .trim()
    .min(shortestBreakGlassReason, `Enter a reason of at least ${shortestBreakGlassReason} characters`),
});
const enteredValues = z.record(z.string().max(500), storableText(20_000));
const denialBody = z.strictObject({
  reason_code: z.string().max(40).default(otherCode),
  /** The words that the page showed for the code. */
  reason_text: z.string().max(1000).optional(),
  reason: storableText(2000).trim().default(""),
  suggested: enteredValues.optional(),
  standing: z.strictObject({ scope: z.enum(standingScopes), days: z.int().min(1) }).optional(),
});
const editBody = z.strictObject({ entered: enteredValues });
const unexpectedBody = z.strictObject({ note: storableText(longestHoldReason).trim().optional() });

/** Decisions from the approval screen. Not Server Actions: approval tabs stay open for days. */
export const approvals = new Hono();

approvals.use("/api/requests/*", sameOrigin);

approvals.post("/api/requests/:id/challenges", perMinute("approve", 120), async (c) => {
  const { db, config, secret, clock, personId } = await openCall(c);
  const { statement, seal, number } = await readJson(c, challengeBody);
  const input = {
    requestId: c.req.param("id"),
    personId,
    statement,
    seal,
    number,
    secret,
    now: clock(),
  };
  const challenge = await requestChallenge(db, input);
  return c.json({ options: await signingOptions(db, { personId, challenge, config }) }, 201);
});

// Creates the statement with the reason, for the admin's passkey to sign. Stores nothing.
approvals.post("/api/requests/:id/break-glass-statements", perMinute("approve", 120), async (c) => {
  const { db, secret, clock, personId } = await openCall(c);
  const { reason, page } = await readJson(c, breakGlassBody);
  const requestId = c.req.param("id");
  const subject = await findBreakable(db, { requestId, personId, now: clock() });
  const now = page ? servedAt(secret, { ...page, subject, personId }) : clock();
  const as = { capacity: "break_glass", breakGlassReason: reason } as const;
  const { bytes, seal } = await offerStatement(db, subject, { approverId: personId, as, secret, now });
  return c.json({ statement: base64url(bytes), seal }, 201);
});

// Creates the statement of an edited action, for its editor's passkey to sign. Stores nothing.
approvals.post("/api/requests/:id/edits", perMinute("approve", 120), async (c) => {
  const { db, secret, clock, personId } = await openCall(c);
  const { entered } = await readJson(c, editBody);
  const input = { requestId: c.req.param("id"), personId, entered, secret, now: clock() };
  const { bytes, statement: _, ...offered } = await offerEdit(db, input);
  return c.json({ statement: base64url(bytes), ...offered }, 201);
});

approvals.post("/api/requests/:id/approvals", async (c) => {
  const { db, config, clock, personId } = await openCall(c);
  const { credential, note } = await readJson(c, approvalBody);
  const input = {
    requestId: c.req.param("id"),
    personId,
    credential,
    note: note || undefined,
    config,
    now: clock(),
  };
  return c.json(tellApproval(await approve(db, input)), 201);
});

approvals.post("/api/requests/:id/denials", async (c) => {
  const { db, clock, personId } = await openCall(c);
  const { reason_code: code, reason_text: shown, reason: text, ...more } = await readJson(c, denialBody);
  const denial = await deny(db, {
    requestId: c.req.param("id"),
    personId,
    reason: { code, shown, text },
    ...more,
    now: clock(),
  });
  countDecision(denial);
  return c.json({ approval: { id: denial.denialId }, state: "denied" }, 201);
});

// Denies, and puts the agent on hold. No passkey, as for a denial: stopping an agent must be easy.
approvals.post("/api/requests/:id/unexpected", async (c) => {
  const { db, clock, personId } = await openCall(c);
  const { note } = await readJson(c, unexpectedBody);
  const { denialId, agentId, askedAt, isRepeated } = await denyAndHold(db, {
    requestId: c.req.param("id"),
    personId,
    note: note || null,
    now: clock(),
  });
  if (!isRepeated) countDecision({ askedAt, isTest: false });
  return c.json({ approval: { id: denialId }, state: "denied", agent: { id: agentId } }, 201);
});
