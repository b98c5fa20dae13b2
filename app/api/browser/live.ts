import { once } from "node:events";
import { type Context, Hono } from "hono";
import { streamSSE } from "hono/streaming";
import { claimStream } from "#app/api/edge/claim-stream";
import { oneAtATime } from "#app/api/edge/one-at-a-time";
import { viewerOf } from "#app/api/edge/session-cookie";
import { metrics } from "#app/process/metrics/metrics";
import { runtime } from "#app/process/runtime";
import type { Topic } from "#lib/events/hub";
import { topicsFor } from "./topics-for.ts";

const heartbeatMs = 15_000;

/**
 * `GET /api/live?topic=queue`: notifies an open page to reload its data. Events carry no data: the
 * page reads only data its viewer may see.
 */
export const live = new Hono();

live.get("/api/live", async (c) => {
  const viewer = await viewerOf(c);
  const topics = await topicsFor(viewer, c.req.queries("topic") ?? []);
  const release = claimStream(viewer.sessionHash);
  c.header("cache-control", "no-store");
  return streamSSE(c, (stream) => pour(c, topics, stream).finally(release));
});

type Stream = Parameters<Parameters<typeof streamSSE>[1]>[0];

// The next heartbeat ends the stream when the session ended or the viewer may no longer read a
// topic.
async function pour(c: Context, topics: Topic[], stream: Stream): Promise<void> {
  const { events, closing } = runtime();
  const ended = new AbortController();
  const { signal } = ended;
  const end = () => ended.abort();
  const tell = oneAtATime((topic: Topic) => stream.writeSSE({ event: "change", data: topic }));
  const unsubscribe = topics.map((topic) => events.subscribe(topic, () => tell(topic)));
  metrics().waiters.inc();
  const heartbeat = setInterval(heartbeatOf(c, topics, stream, end), heartbeatMs);
  closing.addEventListener("abort", end, { signal });
  stream.onAbort(end);
  try {
    // Not awaited: the server must be able to close the stream of a client that never reads.
    void stream.writeSSE({ event: "open", data: "" });
    if (!signal.aborted && !closing.aborted) await once(signal, "abort");
  } finally {
    clearInterval(heartbeat);
    metrics().waiters.dec();
    for (const stop of unsubscribe) stop();
  }
}

/**
 * Checks again whether the viewer may listen, and sends a ping. A reader that has not read the last
 * ping is gone, even if the socket still looks open.
 */
function heartbeatOf(c: Context, topics: Topic[], stream: Stream, end: () => void): () => Promise<void> {
  let isBeating = false;
  return async () => {
    if (isBeating) return stream.abort();
    isBeating = true;
    try {
      await topicsFor(await viewerOf(c), topics);
      await stream.writeSSE({ event: "ping", data: "" });
      isBeating = false;
    } catch {
      end();
    }
  };
}
