import { Hono } from "hono";
import { runtime } from "#app/runtime/runtime";
import { publicKeySet } from "#lib/crypto/signing-key";

/** Public data: the keys that verify grants and receipts. */
export const wellknown = new Hono();

wellknown.get("/.well-known/jwks.json", async (c) => {
  const { db, clock } = runtime();
  return c.json(await publicKeySet(db, clock()), 200, { "cache-control": "public, max-age=300" });
});
