import { type Context, Hono } from "hono";
import { type SSEStreamingApi, streamSSE } from "hono/streaming";
import { z } from "zod";
import type { Answer } from "#app/api/agent/requests";
import type { HttpCall } from "#app/api/edge/http-call";
import { whileWanted } from "#app/api/edge/while-wanted";
import { callLog } from "#app/runtime/call-id";
import { metrics } from "#app/runtime/metrics";
import { runtime } from "#app/runtime/runtime";
import { refuseWaitWhileFrozen } from "#lib/callers/freeze";
import { addSeconds } from "#lib/kernel/clock";
import { CountersignError } from "#lib/kernel/errors";
import { cancelRequest } from "#lib/requests/cancel";
import { findResponse } from "#lib/requests/request-response";
import { type WaitedResponse, waitForResponse } from "#lib/requests/wait";
import { isWaitToken } from "#lib/requests/wait-token";
import { type OpenWait, openWait } from "./open-wait.ts";

export const maximumWaitSeconds = 60;
const heartbeatSeconds = 15;

/** Waiting for a decision and cancelling a request, with its wait token (docs/agents.md). */
export const waits = new Hono();

waits.get("/api/v1/requests/:id", async (c) => {
  const id = c.req.param("id");
  if (c.req.header("accept")?.includes("text/event-stream")) return streamed(c, id);
  const { body, headers = {} } = await answerWait(c, id, c.req.query("wait"));
  return c.json(body, 200, { "cache-control": "no-store", ...headers });
});

/** Answers a look or a long poll, by Hono or as a plain call. `wait`: seconds, as the caller wrote. */
export async function answerWait(c: HttpCall, id: string, wait: string | undefined): Promise<Answer> {
  requireWaitToken(c, id);
  const seconds = readWait(wait);
  const { answer } = seconds === 0 ? await waiting(c, id, look) : await longPoll(c, id, seconds);
  return { status: 200, body: answer, headers: retrySoon() };
}

/** While the process stops, a wait is answered with the current state and asks the client to retry soon. */
export function retrySoon(): { "retry-after": string } | undefined {
  return runtime().closing.aborted ? { "retry-after": "1" } : undefined;
}

waits.delete("/api/v1/requests/:id", async (c) => {
  const { db, secret, config, clock } = runtime();
  const id = c.req.param("id");
  requireWaitToken(c, id);
  await cancelRequest(db, { requestId: id, now: clock() });
  const found = await findResponse(db, id, { secret, origin: config.origin, now: clock() });
  return c.json(found?.answer ?? {}, 200, { "cache-control": "no-store" });
});

/** @throws {CountersignError} `invalid_wait_token` without the request's wait token. */
function requireWaitToken(c: HttpCall, id: string): void {
  const token = /^Bearer ([\w-]+)$/i.exec(c.req.header("authorization") ?? "")?.[1];
  if (token && isWaitToken(runtime().secret, id, token)) return;
  throw new CountersignError("invalid_wait_token", `no wait token of ${id}`, {
    userMessage: "Send this request's wait token: Authorization: Bearer <wait.token>.",
  });
}

const waitSchema = z.coerce.number().int().min(0).max(maximumWaitSeconds);

function readWait(text: string | undefined): number {
  if (text === undefined) return 0;
  const parsed = waitSchema.safeParse(text === "" ? Number.NaN : text);
  if (parsed.success) return parsed.data;
  throw new CountersignError("invalid_body", "wait is out of range", {
    userMessage: `wait must be a whole number of seconds from 0 to ${maximumWaitSeconds}.`,
  });
}

interface WaitGoal {
  seconds: number;
  isDone: (found: WaitedResponse) => boolean;
  /** The limiter of the wait, if the wait is not counted yet. */
  wait?: OpenWait;
}

/** The request as it is now. */
const look: WaitGoal = { seconds: 0, isDone: () => true };

async function longPoll(c: HttpCall, id: string, seconds: number): Promise<WaitedResponse> {
  const wait = openWait(id);
  try {
    return await waiting(c, id, { seconds, isDone: (now) => now.answer.request.state !== "pending", wait });
  } finally {
    wait.close();
  }
}

async function waiting(
  c: HttpCall,
  id: string,
  { seconds, isDone, wait }: WaitGoal,
): Promise<WaitedResponse> {
  const { db, events, secret, config, clock, closing } = runtime();
  metrics().waiters.inc();
  try {
    const found = await whileWanted(c, closing, (signal) =>
      waitForResponse(db, events, {
        requestId: id,
        isDone,
        beforeWaiting: ({ agentId }) => wait?.countFor(agentId, config.waitsPerAgent),
        until: addSeconds(clock(), seconds),
        signal,
        context: { secret, origin: config.origin },
        clock,
      }),
    );
    if (found && found.waitExpiresAt > clock()) return found;
    throw new CountersignError("invalid_wait_token", `the wait token of ${id} has expired`, {
      userMessage: "This wait token has expired.",
    });
  } finally {
    metrics().waiters.dec();
  }
}

/** The same objects as a stream: the first immediately, then one after each change. */
async function streamed(c: Context, id: string): Promise<Response> {
  requireWaitToken(c, id);
  const { config, db } = runtime();
  // The first look and the limits come before the stream begins, when an error can still be a
  // status.
  const first = await waiting(c, id, look);
  if (first.answer.request.state === "pending") await refuseWaitWhileFrozen(db);
  const wait = openWait(id);
  try {
    wait.countFor(first.agentId, config.waitsPerAgent);
  } catch (error) {
    wait.close();
    throw error;
  }
  const send = (stream: SSEStreamingApi) => sendChanges(c, stream, first).finally(() => wait.close());
  // A client whose stream breaks reconnects and gets the current state of the request.
  const response = streamSSE(c, send, async (error) =>
    callLog(c).warn({ err: error }, "a stream ended early"),
  );
  response.headers.set("cache-control", "no-store");
  return response;
}

async function sendChanges(c: Context, stream: SSEStreamingApi, first: WaitedResponse): Promise<void> {
  const { closing } = runtime();
  let found = first;
  let last = "";
  for (;;) {
    const { request } = found.answer;
    const data = JSON.stringify(found.answer);
    if (data === last) await stream.writeSSE({ event: "ping", data: "" });
    else await stream.writeSSE({ event: "request", data });
    last = data;
    if (request.state !== "pending" || stream.aborted || closing.aborted) return;
    const isDone = (now: WaitedResponse) => JSON.stringify(now.answer) !== last;
    found = await waiting(c, request.id, { seconds: heartbeatSeconds, isDone });
  }
}
