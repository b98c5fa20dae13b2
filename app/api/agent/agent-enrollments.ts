import { Hono } from "hono";
import { z } from "zod";
import { checked, readBytes } from "#app/api/edge/body";
import { perMinute } from "#app/api/edge/limits";
import { runtime } from "#app/runtime/runtime";
import { enrollKey } from "#lib/agents/keys/enroll-key";
import { parseIJson } from "#lib/json/parse";
import { webhookHeaders } from "./agent-caller.ts";

export const agentEnrollmentSchema = z.object({
  code: z.string().min(1).max(64),
  public_key: z.string().min(1).max(1024),
});

/** Agents register their public key with a one-time code, in a call signed by the private key. */
export const agentEnrollments = new Hono();

agentEnrollments.post("/api/v1/agents/enrollments", perMinute("agent-enrollment", 20), async (c) => {
  const { config, db, clock } = runtime();
  const rawBody = await readBytes(c);
  const form = checked(agentEnrollmentSchema, parseIJson(rawBody));
  const { agent, key } = await enrollKey(db, {
    code: form.code,
    publicKey: form.public_key,
    headers: webhookHeaders(c),
    rawBody,
    now: clock(),
  });
  const answer = {
    agent,
    key: { id: key.id, expires_at: key.expiresAt.toISOString() },
    origin: config.origin,
  };
  return c.json(answer, 201);
});
