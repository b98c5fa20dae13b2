import { type Context, Hono } from "hono";
import { z } from "zod";
import { checked, readBytes } from "#app/api/edge/body";
import { perMinute } from "#app/api/edge/limits";
import { sameOrigin } from "#app/api/edge/same-origin";
import { viewerOf } from "#app/api/edge/session-cookie";
import { callLog } from "#app/runtime/call-id";
import { knownError } from "#app/runtime/problem";
import { runtime } from "#app/runtime/runtime";
import { approveTogether, type BatchOutcome } from "#lib/approvals/together/approve-together";
import { mostTogether } from "#lib/approvals/together/batch";
import { requestBatchChallenge } from "#lib/approvals/together/request-batch-challenge";
import { parseIJson } from "#lib/json/parse";
import { CountersignError } from "#lib/kernel/errors";
import { signingOptions } from "#lib/passkeys/confirmation-options";
import { assertionSchema } from "#lib/passkeys/credential-json";
import { statementBytes, tellApproval } from "./decisions.ts";

/** A batch of the largest statements: each has an action of 16 KiB at most, and base64 adds a third. */
const mostBytes = 1024 * 1024;
const challengeBody = z.strictObject({
  statements: z
    .array(z.strictObject({ statement: statementBytes, seal: z.string().max(100) }))
    .max(mostTogether),
});
const approvalBody = z.strictObject({
  statements: z.array(statementBytes).max(mostTogether),
  credential: assertionSchema,
});

/** Approving several requests of one agent and action type with one signature. */
export const together = new Hono();

together.use("/api/requests/together/*", sameOrigin);

together.post("/api/requests/together/challenges", perMinute("approve_together", 120), async (c) => {
  const { db, config, secret, clock } = runtime();
  const personId = await approverOf(c);
  const { statements: shown } = checked(challengeBody, parseIJson(await readBytes(c, mostBytes)));
  const challenge = await requestBatchChallenge(db, { personId, shown, secret, now: clock() });
  return c.json({ options: await signingOptions(db, { personId, challenge, config }) }, 201);
});

// Answers for each request, also when all were refused: each is decided on its own.
together.post("/api/requests/together/approvals", perMinute("approve_together", 120), async (c) => {
  const { db, config, clock } = runtime();
  const personId = await approverOf(c);
  const { statements, credential } = checked(approvalBody, parseIJson(await readBytes(c, mostBytes)));
  const input = { personId, statements, credential, config, now: clock() };
  const outcomes = await approveTogether(db, input);
  return c.json({ results: outcomes.map((outcome) => tell(c, outcome)) });
});

// Before the body is read: reading as much takes time that every caller shares.
async function approverOf(c: Context): Promise<string> {
  const { personId, roles } = await viewerOf(c);
  if (roles.includes("approver")) return personId;
  throw new CountersignError("not_entitled", `${personId} is not an approver`, {
    userMessage: "You need the Approver role to approve. Ask an admin.",
  });
}

function tell(c: Context, { requestId, approval, refusal }: BatchOutcome) {
  if (refusal) {
    const { code, userMessage } = knownError(refusal.code === "internal" ? refusal.cause : refusal);
    if (refusal.code === "internal")
      callLog(c).error({ err: refusal.cause }, "an approval in a batch failed");
    return { request: requestId, code, detail: userMessage };
  }
  return { request: requestId, ...tellApproval(approval) };
}
