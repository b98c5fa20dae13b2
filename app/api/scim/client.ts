import type { MiddlewareHandler } from "hono";
import { clientAddress } from "#app/api/edge/client-address";
import { runtime } from "#app/runtime/runtime";
import { CountersignError } from "#lib/kernel/errors";
import { takeFromLimit } from "#lib/limits/take";
import { findScimClient, type ScimClient } from "#lib/provisioning/scim/find-client";

export interface ScimEnv {
  Variables: { client: ScimClient };
}

/** Enough for a directory with ten thousand people; too few calls to overload the database. */
const callsPerMinute = 6000;
const refusalsPerMinute = 60;

/** By bearer token only, so no page can make a browser call SCIM. Every bad token gets the same answer. */
export function requireClient(): MiddlewareHandler<ScimEnv> {
  return async (c, next) => {
    const { db, clock } = runtime();
    const now = clock();
    const token = /^Bearer ([\w.~+/-]+=*)$/i.exec(c.req.header("authorization") ?? "")?.[1];
    const client = token ? await findScimClient(db, token, now) : undefined;
    if (!client) {
      const bucket = `scim-refused:${clientAddress(c)}`;
      await takeFromLimit(db, { bucket, limit: refusalsPerMinute, windowSeconds: 60 }, now);
      throw new CountersignError("unauthenticated", "no valid SCIM token", {
        userMessage: "Send a valid SCIM token: Authorization: Bearer <token>",
      });
    }
    const limit = { bucket: `scim:${client.tokenId}`, limit: callsPerMinute, windowSeconds: 60 };
    await takeFromLimit(db, limit, now);
    c.set("client", client);
    await next();
  };
}
