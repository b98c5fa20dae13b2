import type { MiddlewareHandler } from "hono";
import { runtime } from "#app/runtime/runtime";
import { isOwnOrigin } from "#app/web/own-origin";
import { CountersignError } from "#lib/kernel/errors";

/** Refuses browser calls that do not come from our own pages. */
export const sameOrigin: MiddlewareHandler = async (c, next) => {
  if (!isOwnOrigin(c.req.header("origin"), runtime().config.origin)) {
    throw new CountersignError("cross_origin", "missing or foreign Origin", {
      userMessage: `Requests must come from ${runtime().config.origin}. Open Countersign there.`,
    });
  }
  await next();
};
