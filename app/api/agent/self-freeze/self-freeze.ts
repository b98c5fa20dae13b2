import { Hono } from "hono";
import { z } from "zod";
import { checked, readBytes } from "#app/api/edge/body";
import type { HttpCall } from "#app/api/edge/http-call";
import { runtime } from "#app/runtime/runtime";
import { findCallerAgain } from "#lib/callers/find-signed-caller";
import { parseIJson } from "#lib/json/parse";
import { storableText } from "#lib/json/storable-text";
import { afterAsk, withDeadline } from "#lib/kernel/deadline";
import { CountersignError } from "#lib/kernel/errors";
import { longestHoldReason } from "#lib/lifecycle/hold-agent";
import { findOwnHold, holdItself } from "#lib/lifecycle/hold-itself";
import { takeFromLimit } from "#lib/limits/take";
import { authenticateAgent, webhookHeaders } from "../agent-caller.ts";

/** Names the agent: the signature covers the body alone, so no other call of the agent freezes it. */
export const selfFreezeSchema = z.strictObject({
  freeze: z.string().meta({ description: "The ID of the agent, as in the path" }),
  reason: storableText(longestHoldReason).min(1).optional().meta({
    description: "Shown to the owner and admins as unverified",
  }),
});

/** An agent stops itself, with its own key (docs/agents.md). */
export const selfFreeze = new Hono();

selfFreeze.post("/api/v1/agents/:agent/freeze", async (c) =>
  c.json(await freezeItself(c, c.req.param("agent"), await readBytes(c)), 200, {
    "cache-control": "no-store",
  }),
);

const freezeItself = withDeadline(async (c: HttpCall, agentId: string, rawBody: Uint8Array) => {
  const { db, clock } = runtime();
  const call = await authenticate(c, agentId, rawBody);
  const { freeze, reason = null } = checked(selfFreezeSchema, parseIJson(rawBody));
  if (freeze !== agentId) throw otherAgent(agentId);
  const { webhookId, ended } = call;
  const now = clock();
  // Of the agent: other agents at the same address are not delayed. A key that ended uses up none of its calls.
  const bucket = `freeze${ended ? "-ended" : ""}:${agentId}`;
  await takeFromLimit(db, { bucket, limit: 20, windowSeconds: 60 }, now);
  const hold = ended
    ? await findOwnHold(db, { agentId, webhookId })
    : await holdItself(db, { agentId, webhookId, reason, now });
  if (!hold) throw ended;
  return { agent: { id: agentId }, hold: { since: hold.since.toISOString(), by: hold.by } };
}, afterAsk);

/**
 * The signed call. A workload's key ends with the hold, so that the repetition of a call whose answer was
 * lost is signed by an ended key: it learns of the hold, and begins none.
 * @returns `ended`: the refusal of such a key, whose signature is verified
 */
async function authenticate(c: HttpCall, agentId: string, rawBody: Uint8Array) {
  const { db, secret, clock } = runtime();
  try {
    const { agent, keyId, webhookId } = await authenticateAgent(c, agentId, rawBody);
    // The key of a caller in memory may have ended.
    if (agent.isRemembered) await findCallerAgain(db, secret, { agentId, keyId, now: clock() });
    return { webhookId };
  } catch (refusal) {
    const isEnded = refusal instanceof CountersignError && refusal.code === "key_revoked";
    if (!isEnded) throw refusal;
    return { webhookId: webhookHeaders(c).id ?? "", ended: refusal };
  }
}

function otherAgent(agentId: string): CountersignError {
  return new CountersignError("invalid_body", `a freeze of ${agentId} names another agent`, {
    userMessage: "The body names another agent than the address. An agent can freeze only itself.",
  });
}
