import { sql } from "drizzle-orm";
import { Hono } from "hono";
import { metrics } from "#app/metrics";
import { runtime } from "#app/runtime";
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

/** Whether the database answers, within three seconds. */
async function pingDatabase(): Promise<boolean> {
  const end = metrics().databasePingSeconds.startTimer();
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<boolean>((resolve) => {
    timer = setTimeout(resolve, patienceMilliseconds, false);
  });
  const ping = runtime()
    .db.execute(sql`select 1`)
    .then(() => true)
    .catch(() => false);
  const isUp = await Promise.race([ping, tooLate]);
  clearTimeout(timer);
  end();
  return isUp;
}
