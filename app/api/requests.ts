import { type Context, Hono } from "hono";
import { type SSEStreamingApi, streamSSE } from "hono/streaming";
import { z } from "zod";
import { metrics } from "#app/metrics";
import { runtime } from "#app/runtime";
import { addSeconds } from "#lib/clock";
import { sha256 } from "#lib/digest";
import { CountersignError } from "#lib/errors";
import { parseIJson } from "#lib/json/parse";
import { type FoundAnswer, findAnswer } from "#lib/requests/answer";
import { ask } from "#lib/requests/ask";
import { askSchema } from "#lib/requests/ask-schema";
import { cancelRequest } from "#lib/requests/cancel";
import { waitForAnswer } from "#lib/requests/wait";
import { isWaitToken } from "#lib/requests/wait-token";
import { authenticateAgent } from "./agent-caller.ts";
import { faultsOf, readBytes } from "./body.ts";
import { whileWanted } from "./while-wanted.ts";

/** Longest long poll, in seconds. */
const maximumWaitSeconds = 60;
const heartbeatSeconds = 15;

/** Asking, waiting and cancelling (design section 4). */
export const requests = new Hono();

requests.post("/api/v1/agents/:agent/requests", async (c) => {
  const { db, secret, config, events, clock } = runtime();
  const rawBody = await readBytes(c);
  const { agent: caller, keyId, webhookId } = await authenticateAgent(c, c.req.param("agent"), rawBody);
  const submission = {
    caller,
    keyId,
    webhookId,
    bodyHash: sha256(rawBody),
    ask: readAsk(rawBody),
    limit: { bucket: `ask:${caller.id}`, limit: config.asksPerMinute, windowSeconds: 60 },
    mostPending: config.pendingPerAgent,
    origin: config.origin,
    now: clock(),
  };
  const { answer, isNew } = await counted(() => ask(db, submission, secret)).finally(() => {
    // Whatever the answer, the agent was heard of: its page may be waiting for just that.
    events.announce(`agent/${caller.id}`);
  });
  const isPending = answer.request.state === "pending";
  if (isNew && isPending) events.announce("queue");
  if (isNew && !isPending) metrics().grantsIssued.inc();
  return c.json(answer, isPending ? 202 : 200, { "cache-control": "no-store" });
});

requests.get("/api/v1/requests/:id", async (c) => {
  const id = authorisedByWaitToken(c);
  if (c.req.header("accept")?.includes("text/event-stream")) return streamed(c, id);
  const waitSeconds = readWait(c.req.query("wait"));
  const found = await waiting(c, id, waitSeconds, (now) => now.answer.request.state !== "pending");
  // The process is stopping: say how it stands, and that it pays to come back at once.
  if (runtime().closing.aborted) c.header("retry-after", "1");
  return c.json(found.answer, 200, { "cache-control": "no-store" });
});

requests.delete("/api/v1/requests/:id", async (c) => {
  const { db, secret, config, clock } = runtime();
  const id = authorisedByWaitToken(c);
  await cancelRequest(db, { requestId: id, now: clock() });
  const found = await findAnswer(db, id, { secret, origin: config.origin, now: clock() });
  return c.json(found?.answer ?? {}, 200, { "cache-control": "no-store" });
});

function readAsk(rawBody: Uint8Array): z.output<typeof askSchema> {
  const parsed = askSchema.safeParse(parseIJson(rawBody));
  if (parsed.success) return parsed.data;
  throw new CountersignError("invalid_action", "the ask does not have the expected form", {
    userMessage: "The ask does not have the expected form: see errors.",
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

/** The request's id, when the caller holds its wait token. */
function authorisedByWaitToken(c: Context): string {
  const id = c.req.param("id") ?? "";
  const token = /^Bearer ([\w-]+)$/i.exec(c.req.header("authorization") ?? "")?.[1];
  if (token && isWaitToken(runtime().secret, id, token)) return id;
  throw new CountersignError("invalid_wait_token", `no wait token of ${id}`, {
    userMessage: "Send the wait token of this request: Authorization: Bearer <wait.token>.",
  });
}

const waitSchema = z.coerce.number().int().min(0).max(maximumWaitSeconds);

function readWait(text: string | undefined): number {
  if (text === undefined) return 0;
  const parsed = waitSchema.safeParse(text === "" ? Number.NaN : text);
  if (parsed.success) return parsed.data;
  throw new CountersignError("invalid_body", "wait is out of range", {
    userMessage: `wait is a whole number of seconds from 0 to ${maximumWaitSeconds}.`,
  });
}

async function waiting(
  c: Context,
  id: string,
  seconds: number,
  isDone: (found: FoundAnswer) => boolean,
): Promise<FoundAnswer> {
  const { db, events, secret, config, clock, closing } = runtime();
  metrics().waiters.inc();
  try {
    const found = await whileWanted(c, closing, (signal) =>
      waitForAnswer(db, events, {
        requestId: id,
        isDone,
        until: addSeconds(clock(), seconds),
        signal,
        context: { secret, origin: config.origin },
        clock,
      }),
    );
    if (found && found.waitExpiresAt > clock()) return found;
    throw new CountersignError("invalid_wait_token", `the wait token of ${id} has expired`, {
      userMessage: "This request is long over, and so is its wait token.",
    });
  } finally {
    metrics().waiters.dec();
  }
}

/** The same objects as a stream: one at once, one after each change, until the request is over. */
async function streamed(c: Context, id: string): Promise<Response> {
  const { closing, log } = runtime();
  // Looked at once before the stream begins, while there is still a status to answer with.
  const first = await waiting(c, id, 0, () => true);
  const pour = async (stream: SSEStreamingApi) => {
    let found = first;
    let last = "";
    for (;;) {
      const data = JSON.stringify(found.answer);
      if (data === last) await stream.writeSSE({ event: "ping", data: "" });
      else await stream.writeSSE({ event: "request", data });
      last = data;
      if (found.answer.request.state !== "pending" || stream.aborted || closing.aborted) return;
      found = await waiting(c, id, heartbeatSeconds, (now) => JSON.stringify(now.answer) !== last);
    }
  };
  // A stream that breaks off is one to open again: the client finds everything as it is then.
  const response = streamSSE(c, pour, async (error) => log.warn({ err: error }, "a stream ended early"));
  response.headers.set("cache-control", "no-store");
  return response;
}
