import { type Context, Hono } from "hono";
import { z } from "zod";
import { checked, readBytes } from "#app/api/edge/body";
import { perMinute } from "#app/api/edge/limits";
import { callLog } from "#app/runtime/call-id";
import { runtime } from "#app/runtime/runtime";
import { parseIJson } from "#lib/json/parse";
import { CountersignError } from "#lib/kernel/errors";
import { issueWorkloadKey } from "#lib/provisioning/workloads/issue-key";
import { webhookHeaders } from "../agent-caller.ts";

export const workloadKeySchema = z.object({
  token: z.string().min(1).max(16_384),
  public_key: z.string().min(1).max(1024),
});

/** Workloads exchange an OIDC token for a short-lived key, in a call signed by the private key. */
export const workloadKeys = new Hono();

workloadKeys.post("/api/v1/agents/:agent/workload-keys", perMinute("workload-key", 20), async (c) => {
  const { config, db, outbound, clock } = runtime();
  const rawBody = await readBytes(c);
  const { token, public_key } = checked(workloadKeySchema, parseIJson(rawBody));
  const { agent, key } = await issueWorkloadKey(db, {
    agentId: c.req.param("agent"),
    token,
    publicKey: public_key,
    headers: webhookHeaders(c),
    rawBody,
    outbound,
    now: clock(),
  }).catch((thrown) => logOutage(c, thrown));
  const issued = { id: key.id, expires_at: key.expiresAt.toISOString() };
  return c.json({ agent, key: issued, origin: config.origin }, 201);
});

/** The operator can end an outage, so that its cause is named: an address that is not allowed, say. */
function logOutage(c: Context, thrown: unknown): never {
  if (thrown instanceof CountersignError && thrown.code === "busy")
    callLog(c).warn({ err: thrown }, "the keys of a workload's issuer could not be fetched");
  throw thrown;
}
