import { Hono } from "hono";
import { z } from "zod";
import { readJson } from "#app/api/edge/body";
import { whileWanted } from "#app/api/edge/while-wanted";
import { metrics } from "#app/runtime/metrics";
import { runtime } from "#app/runtime/runtime";
import { addSeconds } from "#lib/kernel/clock";
import { CountersignError } from "#lib/kernel/errors";
import { waitForFirst } from "#lib/requests/wait";
import { isWaitToken } from "#lib/requests/wait-token";
import { OpenWait } from "./open-wait.ts";
import { maximumWaitSeconds, retrySoon } from "./waits.ts";

/** One wait for many requests: a gateway holds thousands of calls (docs/agents.md). */
export const sharedWaits = new Hono();

export const sharedWaitSchema = z.strictObject({
  wait: z.int().min(1).max(maximumWaitSeconds),
  requests: z
    .array(z.strictObject({ id: z.string().max(64), token: z.string().max(64) }))
    .min(1)
    .max(100)
    .meta({ description: "`request.id` and `wait.token` of each" }),
});

sharedWaits.post("/api/v1/waits", async (c) => {
  const { db, events, secret, config, clock, closing } = runtime();
  const body = await readJson(c, sharedWaitSchema);
  const stranger = body.requests.find(({ id, token }) => !isWaitToken(secret, id, token));
  if (stranger) throw invalidToken(stranger.id);
  const requestIds = [...new Set(body.requests.map(({ id }) => id))];
  const wait = new OpenWait();
  const crowded = requestIds.filter((id) => !wait.takes(id));
  metrics().waiters.inc();
  try {
    const found = await whileWanted(c, closing, (signal) =>
      waitForFirst(db, events, {
        ...{ requestIds, crowded },
        beforeWaiting: (agents) => {
          for (const agentId of agents) wait.countFor(agentId, config.waitsPerAgent);
        },
        until: addSeconds(clock(), body.wait),
        signal,
        context: { secret, origin: config.origin },
        clock,
      }),
    );
    const expired = found?.find(({ waitExpiresAt }) => waitExpiresAt <= clock());
    if (!found || expired) throw invalidToken(expired?.answer.request.id ?? "an unknown request");
    const answers = found.map(({ answer }) => answer);
    const headers = crowded.length > 0 ? { "retry-after": "1" } : retrySoon();
    return c.json({ answers }, 200, { "cache-control": "no-store", ...headers });
  } finally {
    metrics().waiters.dec();
    wait.close();
  }
});

function invalidToken(id: string): CountersignError {
  return new CountersignError("invalid_wait_token", `no wait token of ${id}, or an expired one`, {
    userMessage: "A wait token is wrong or has expired. Send each request's own wait.token.",
  });
}
