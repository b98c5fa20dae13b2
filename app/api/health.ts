import { type Context, Hono } from "hono";
import { metrics } from "#app/runtime/metrics";
import { runtime } from "#app/runtime/runtime";
import { pingDatabase, scrape } from "#app/runtime/scrape";
import { equalBytes, sha256 } from "#lib/kernel/digest";
import { CountersignError } from "#lib/kernel/errors";

/** For load balancers and Prometheus. No authentication, unless the figures have a token. */
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
  const { config, clock } = runtime();
  if (config.metricsToken !== undefined) requireToken(c, config.metricsToken);
  return c.body(await scrape(clock()), 200, { "content-type": metrics().registry.contentType });
});

/** Compares hashes, so that the time taken reveals neither the length nor the first difference. */
function requireToken(c: Context, expected: string): void {
  const given = /^Bearer (.+)$/i.exec(c.req.header("authorization") ?? "")?.[1] ?? "";
  if (equalBytes(sha256(given), sha256(expected))) return;
  c.header("www-authenticate", "Bearer");
  throw new CountersignError("unauthenticated", "no token for the metrics", {
    userMessage:
      "The metrics need the token from COUNTERSIGN_METRICS_TOKEN. Send it as Authorization: Bearer.",
  });
}
