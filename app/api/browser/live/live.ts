import { once } from "node:events";
import { Hono } from "hono";
import { streamSSE } from "hono/streaming";
import { claimStream } from "#app/api/edge/claim-stream";
import { viewerOf } from "#app/api/edge/session-cookie";
import { metrics } from "#app/runtime/metrics";
import { runtime } from "#app/runtime/runtime";
import { keepChecked } from "./heartbeat.ts";
import { OpenStream } from "./open-stream.ts";
import { topicsFor } from "./topics-for.ts";

/**
 * `GET /api/live?topic=queue&topic=…`: notifies an open page to reload its data. Events carry no
 * data: the page reads only data its viewer may see. A returning listener names its last event by
 * `Last-Event-ID`, or by `since` if its topics are others now. With `refused=skip` the stream opens
 * without the topics that are not for the viewer, and names them.
 */
export const live = new Hono();

live.get("/api/live", async (c) => {
  const viewer = await viewerOf(c);
  const skipsRefused = c.req.query("refused") === "skip";
  const { topics, refused } = await topicsFor(viewer, c.req.queries("topic") ?? [], { skipsRefused });
  const lastEventId = c.req.header("last-event-id") ?? c.req.query("since");
  const release = claimStream(viewer.sessionHash);
  c.header("cache-control", "no-store");
  return streamSSE(c, (writer) => {
    const stream = new OpenStream(viewer.sessionHash, topics, writer);
    const stop = stream.start(lastEventId, refused);
    return untilEnd(stream).finally(() => {
      stop();
      release();
    });
  });
});

async function untilEnd(stream: OpenStream): Promise<void> {
  const { closing } = runtime();
  const { signal } = stream;
  const leave = keepChecked(stream);
  metrics().waiters.inc();
  try {
    if (!signal.aborted && !closing.aborted) await once(signal, "abort");
  } finally {
    leave();
    metrics().waiters.dec();
  }
}
