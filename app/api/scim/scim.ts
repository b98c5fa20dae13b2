import { Hono } from "hono";
import { callLog } from "#app/runtime/call-id";
import { routeLabel } from "#app/runtime/route-label";
import { CountersignError } from "#lib/kernel/errors";
import { errorResponse, nothingHere } from "./answer.ts";
import { requireClient, type ScimEnv } from "./client.ts";
import { discovery } from "./discovery.ts";
import { groups } from "./groups.ts";
import { users } from "./users.ts";

/** SCIM 2.0 (RFC 7643, RFC 7644). Every endpoint, including discovery, takes a token. */
export const scim = new Hono<ScimEnv>().basePath("/scim/v2");

scim.use("*", requireClient());
for (const routes of [discovery, users, groups]) scim.route("/", routes);
scim.all("*", nothingHere);

scim.onError((error, c) => {
  const isExpected = error instanceof CountersignError && error.code !== "internal";
  const log = callLog(c);
  const what = { method: c.req.method, route: routeLabel(c.req.path) };
  if (isExpected) log.debug({ code: error.code, ...what }, "a SCIM call was refused");
  else log.error({ err: error, ...what }, "a SCIM call failed");
  return errorResponse(c, error);
});
