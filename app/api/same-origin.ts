import type { MiddlewareHandler } from "hono";
import { runtime } from "#app/runtime";
import { CountersignError } from "#lib/errors";

/**
 * Refuses browser calls that do not come from our own pages. Browsers send `Origin` with every POST, PUT, PATCH and DELETE (Fetch
 * standard, section 3.2), so a missing one is refused too: nothing but a browser has a session cookie.
 */
export const sameOrigin: MiddlewareHandler = async (c, next) => {
  if (c.req.header("origin") !== runtime().config.origin) {
    throw new CountersignError("cross_origin", "missing or foreign Origin", {
      userMessage: `This call must come from ${runtime().config.origin}. Open Countersign at that address.`,
    });
  }
  await next();
};
