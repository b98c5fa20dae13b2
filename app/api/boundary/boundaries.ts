import { type Context, Hono } from "hono";
import { z } from "zod";
import { webhookHeaders } from "#app/api/agent/agent-caller";
import { checked, readBytes } from "#app/api/edge/body";
import { clientAddress } from "#app/api/edge/client-address";
import { perMinute } from "#app/api/edge/limits";
import { runtime } from "#app/runtime/runtime";
import { mappingFor } from "#lib/boundary/mapping/kept/mapping-for";
import { findBoundaryKey } from "#lib/boundary/registry/boundary-key";
import {
  boundaryKind,
  boundaryVersion,
  contactSchema,
  toolTextsSchema,
} from "#lib/boundary/registry/contact-schema";
import { enrollBoundary } from "#lib/boundary/registry/enroll-boundary";
import { recordContact } from "#lib/boundary/registry/record-contact";
import { storeTexts } from "#lib/boundary/registry/store-texts";
import { type VerifiedWebhook, verifyWebhook } from "#lib/crypto/verify-webhook";
import { parseIJson } from "#lib/json/parse";
import { isId } from "#lib/kernel/ids";
import { limitFailures } from "#lib/limits/limit-failures";
import { takeFromLimit } from "#lib/limits/take";

export const boundaryEnrollmentSchema = z.strictObject({
  code: z.string().min(1).max(64),
  public_key: z.string().min(1).max(1024),
  kind: boundaryKind,
  version: boundaryVersion,
});

const fresh = { "cache-control": "no-store" };
/** A list of 2,000 tools takes about 10 calls, and their texts about 100. */
const callsPerMinute = 300;

/** Boundaries register their own key, and report which tools they list (docs/boundary.md). */
export const boundaries = new Hono();

boundaries.post("/api/v1/boundaries/enrollments", perMinute("boundary-enrollment", 20), async (c) => {
  const { config, db, clock } = runtime();
  const rawBody = await readBytes(c);
  const { public_key: publicKey, ...form } = checked(boundaryEnrollmentSchema, parseIJson(rawBody));
  const call = { headers: webhookHeaders(c), rawBody, now: clock() };
  const boundary = await enrollBoundary(db, { ...form, publicKey, ...call });
  return c.json({ boundary, origin: config.origin }, 201, fresh);
});

boundaries.post("/api/v1/boundaries/:boundary/contact", async (c) => {
  const { db, clock } = runtime();
  const rawBody = await readBytes(c);
  const { keyId: boundaryId, webhookId } = await authenticateBoundary(c, rawBody);
  const contact = checked(contactSchema, parseIJson(rawBody));
  const reportId = contact.report ?? webhookId;
  const answer = await recordContact(db, { boundaryId, reportId, contact, now: clock() });
  if ("next_part" in answer) return c.json(answer, 200, fresh);
  const mapping = await mappingFor(db, { boundaryId, usedDigest: contact.mapping_digest });
  return c.json({ ...answer, mapping }, 200, fresh);
});

boundaries.post("/api/v1/boundaries/:boundary/tools", async (c) => {
  const rawBody = await readBytes(c);
  const { keyId: boundaryId } = await authenticateBoundary(c, rawBody);
  const { tools } = checked(toolTextsSchema, parseIJson(rawBody));
  return c.json(await storeTexts(runtime().db, { boundaryId, tools }), 200, fresh);
});

/** Authenticates a boundary's call. An unknown boundary and a bad signature get the same answer. */
async function authenticateBoundary(c: Context, rawBody: Uint8Array): Promise<VerifiedWebhook> {
  const { db, clock } = runtime();
  const now = clock();
  const id = c.req.param("boundary") ?? "";
  const key = isId("bnd", id) ? await findBoundaryKey(db, id) : undefined;
  const source = { address: clientAddress(c), callerId: key?.id ?? "unknown" };
  const verified = await limitFailures(db, source, now, () =>
    verifyWebhook(webhookHeaders(c), rawBody, key ? [key] : [], now),
  );
  await takeFromLimit(db, { bucket: `boundary:${id}`, limit: callsPerMinute, windowSeconds: 60 }, now);
  return verified;
}
