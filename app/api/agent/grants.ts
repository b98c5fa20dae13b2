import { Hono } from "hono";
import { checked, readBytes } from "#app/api/edge/body";
import type { HttpCall } from "#app/api/edge/http-call";
import { metrics } from "#app/runtime/metrics";
import { runtime } from "#app/runtime/runtime";
import { policyAcr } from "#lib/grants/claims";
import { findDecisions } from "#lib/grants/find-decisions";
import { redeemGrant } from "#lib/grants/redeem";
import { expectedExecution, redemptionSchema } from "#lib/grants/redeem-schema";
import { redemptionResponse } from "#lib/grants/redemption";
import { parseIJson } from "#lib/json/parse";
import { afterRedemption, withDeadline } from "#lib/kernel/deadline";
import { authenticateRedeemer } from "./agent-caller.ts";
import type { Answer } from "./requests.ts";

/** Redeeming a grant at the tool boundary (docs/agents.md). */
export const grants = new Hono();

grants.post("/api/v1/grants/redemptions", async (c) => {
  const { status, body } = await answerRedemption(c, await readBytes(c));
  return c.json(body, status, { "cache-control": "no-store" });
});

/**
 * Answers a redemption, however it came: through Hono, or as a plain call (plain-calls.ts). The grant
 * in the body names the expected signer, so the body is read (strictly) before the call's signature
 * is verified. The body has no effect before then.
 */
export const answerRedemption = withDeadline(async (c: HttpCall, rawBody: Uint8Array): Promise<Answer> => {
  const { db, config, events, clock } = runtime();
  const now = clock();
  const body = checked(redemptionSchema, parseIJson(rawBody));
  const { kid, claims, agent, redeemer, keyId } = await authenticateRedeemer(c, body.grant, rawBody);
  const execution = body.execution && expectedExecution(body.execution, now);
  const redeemed = await redeemGrant(db, {
    grant: body.grant,
    kid,
    claims,
    agent,
    redeemer,
    dpop: body.dpop,
    agentProof: body.agent_proof,
    keyId,
    action: body.action,
    execution,
    origin: config.origin,
    now,
  });
  metrics().grantsRedeemed.inc();
  const basis = claims.acr === policyAcr ? "policy" : "passkey";
  const hasDecisions = basis === "passkey" || redeemed.isDrawn;
  const decisions = hasDecisions ? await findDecisions(db, redeemed.requestId) : [];
  const redemption = { ...redeemed, ownerId: claims.sub, audience: claims.aud, at: now, execution };
  const response = redemptionResponse(redemption, { basis, decisions, origin: config.origin });
  // An approver may still have the page open: the page then shows that the grant was used. An
  // auto-approved request has no such page.
  if (response.approvals.length > 0) events.announce(`request/${redeemed.requestId}`);
  return { status: 200, body: response };
}, afterRedemption);
