import { Hono } from "hono";
import type { z } from "zod";
import { faultsOf, readBytes } from "#app/api/edge/body";
import type { HttpCall } from "#app/api/edge/http-call";
import { announceAsked } from "#app/runtime/announce-asked";
import { metrics } from "#app/runtime/metrics";
import { runtime } from "#app/runtime/runtime";
import { findCallerAgain } from "#lib/callers/find-signed-caller";
import { expectedExecution } from "#lib/grants/redeem-schema";
import { parseAsk } from "#lib/json/parse";
import { plainWords } from "#lib/json/plain-words";
import { afterAsk, withDeadline } from "#lib/kernel/deadline";
import { sha256 } from "#lib/kernel/digest";
import { CountersignError } from "#lib/kernel/errors";
import { ask, refuseBlocked } from "#lib/requests/ask/ask";
import { askSchema } from "#lib/requests/ask/ask-schema";
import { pickUp } from "#lib/requests/pick-up";
import { authenticateAgent } from "./agent-caller.ts";

/** Asking (docs/agents.md). */
export const requests = new Hono();

requests.post("/api/v1/agents/:agent/requests", async (c) => {
  const { status, body } = await answerAsk(c, c.req.param("agent"), await readBytes(c));
  return c.json(body, status, { "cache-control": "no-store" });
});

/** The answer to a call that is not refused. */
export interface Answer {
  status: 200 | 202;
  body: object;
  headers?: Record<string, string> | undefined;
}

/** Answers an ask, however it came: through Hono, or as a plain call (plain-calls.ts). */
export const answerAsk = withDeadline(
  async (c: HttpCall, agentId: string, rawBody: Uint8Array): Promise<Answer> => {
    const { db, secret, config, events, clock } = runtime();
    const { agent: caller, keyId, webhookId } = await authenticateAgent(c, agentId, rawBody);
    // A refusal never comes from memory: the key may have ended.
    const refuseAsRead = async (refusal: unknown): Promise<never> => {
      if (caller.isRemembered) await findCallerAgain(db, secret, { agentId: caller.id, keyId, now: clock() });
      throw refusal;
    };
    const body = await readAsk(rawBody).catch(refuseAsRead);
    const now = clock();
    const submission = {
      caller,
      keyId,
      webhookId,
      bodyHash: sha256(rawBody),
      ask: body,
      execution: body.execution && expectedExecution(body.execution, now),
      limit: { bucket: `ask:${caller.id}`, limit: config.asksPerMinute, windowSeconds: 60 },
      mostPending: config.pendingPerAgent,
      origin: config.origin,
      now,
    };
    const asking = async () => {
      const asked = await (submission.ask.pick_up ? pickUp : ask)(db, submission, secret);
      announceAsked(caller.id, asked);
      refuseBlocked(asked.answer);
      return asked;
    };
    const { answer } = await counted(asking).catch((refusal: unknown) => {
      // For every answer: the agent's page may wait for the agent's first call.
      events.announce(`agent/${caller.id}`);
      throw refusal;
    });
    const isPending = answer.request.state === "pending";
    return { status: isPending ? 202 : 200, body: answer };
  },
  afterAsk,
);

async function readAsk(rawBody: Uint8Array): Promise<z.output<typeof askSchema>> {
  const parsed = askSchema.safeParse(parseAsk(rawBody), plainWords);
  if (parsed.success) return parsed.data;
  throw new CountersignError("invalid_action", "the ask does not have the expected form", {
    userMessage: "The request is invalid. See errors.",
    details: { errors: faultsOf(parsed.error) },
  });
}

async function counted<T extends { answer: { request: { state: string } } }>(
  asking: () => Promise<T>,
): Promise<T> {
  try {
    const result = await asking();
    metrics().asks.inc({ outcome: result.answer.request.state });
    return result;
  } catch (error) {
    metrics().asks.inc({ outcome: error instanceof CountersignError ? error.code : "internal" });
    throw error;
  }
}
