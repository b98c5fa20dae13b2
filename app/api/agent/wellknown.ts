import { Hono } from "hono";
import { openApiDocument } from "#app/api/openapi/document";
import { runtime } from "#app/runtime/runtime";
import { publicKeySet } from "#lib/crypto/signing-key";

/** Public data: the keys that verify grants and receipts. */
export const wellknown = new Hono();

wellknown.get("/.well-known/jwks.json", async (c) => {
  const { db, clock } = runtime();
  return c.json(await publicKeySet(db, clock()), 200, { "cache-control": "public, max-age=300" });
});

/** `GET /api/openapi.json`: the wire, for generators and test tools. `/docs` is the same for people. */
export const openapi = new Hono();

openapi.get("/api/openapi.json", (c) =>
  c.json(openApiDocument(runtime().config.origin), 200, { "cache-control": "public, max-age=300" }),
);
