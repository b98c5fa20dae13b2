import { Hono } from "hono";
import { metrics } from "#app/metrics";
import { runtime } from "#app/runtime";
import { isAnswering } from "#db/ping";
import { countPending } from "#lib/requests/count-pending";

const patienceMilliseconds = 3000;

/** For load balancers and Prometheus: no authentication, and nothing that would need it. */
export const health = new Hono();

health.get("/api/health", async (c) => {
  const isUp = await pingDatabase();
  const isClosing = runtime().closing.aborted;
  const status = isUp && !isClosing ? "ok" : isUp ? "stopping" : "unavailable";
  const body = { status, process: isClosing ? "stopping" : "up", database: isUp ? "up" : "down" };
  return c.json(body, status === "ok" ? 200 : 503, {
    "cache-control": "no-store",
    ...(status === "ok" ? {} : { "retry-after": "2" }),
  });
});

health.get("/metrics", async (c) => {
  const { registry, queueDepth } = metrics();
  if (await pingDatabase()) queueDepth.set(await countPending(runtime().db, runtime().clock()));
  return c.body(await registry.metrics(), 200, { "content-type": registry.contentType });
});

async function pingDatabase(): Promise<boolean> {
  const end = metrics().databasePingSeconds.startTimer();
  const isUp = await isAnswering(runtime().db, patienceMilliseconds);
  end();
  return isUp;
}
