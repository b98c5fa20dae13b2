import { once } from "node:events";
import { type Context, Hono } from "hono";
import { streamSSE } from "hono/streaming";
import { metrics } from "#app/metrics";
import { runtime } from "#app/runtime";
import { CountersignError } from "#lib/errors";
import type { Topic } from "#lib/events/hub";
import { viewerOf } from "./session-cookie.ts";

const heartbeatMs = 15_000;
const topicPattern = /^(queue|request\/req_\w{26}|agent\/agt_\w{26})$/;

/** `GET /api/live?topic=queue`: tells an open page that it is worth looking again. The events carry nothing: the page reads what its viewer may see. */
export const live = new Hono();

live.get("/api/live", async (c) => {
  await viewerOf(c);
  const topics = c.req.queries("topic") ?? [];
  const isKnown =
    topics.length > 0 && topics.length <= 5 && topics.every((topic) => topicPattern.test(topic));
  if (!isKnown) throw new CountersignError("not_found", "no such topic");
  c.header("cache-control", "no-store");
  return streamSSE(c, (stream) => pour(c, topics as Topic[], stream));
});

type Stream = Parameters<Parameters<typeof streamSSE>[1]>[0];

// A session that ended meanwhile ends the stream with the next heartbeat.
async function pour(c: Context, topics: Topic[], stream: Stream): Promise<void> {
  const { events, closing } = runtime();
  const unsubscribe = topics.map((topic) =>
    events.subscribe(topic, () => void stream.writeSSE({ event: "change", data: topic })),
  );
  metrics().waiters.inc();
  const ended = new AbortController();
  const { signal } = ended;
  const end = () => ended.abort();
  const heartbeat = setInterval(() => beat(c, stream, end), heartbeatMs);
  closing.addEventListener("abort", end, { signal });
  stream.onAbort(end);
  await stream.writeSSE({ event: "open", data: "" });
  if (!signal.aborted) await once(signal, "abort");
  clearInterval(heartbeat);
  metrics().waiters.dec();
  for (const stop of unsubscribe) stop();
}

async function beat(c: Context, stream: Stream, end: () => void): Promise<void> {
  try {
    await viewerOf(c);
    await stream.writeSSE({ event: "ping", data: "" });
  } catch {
    end();
  }
}
