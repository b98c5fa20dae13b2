import type { MiddlewareHandler } from "hono";
import { hasUnstorable } from "#app/runtime/unstorable-input";
import { CountersignError } from "#lib/kernel/errors";

/**
 * Refuses calls with a character in the URL or cookies that the database cannot store, before any
 * look-up.
 */
export const refuseUnstorable: MiddlewareHandler = async (c, next) => {
  if (hasUnstorable(c.req.url, [c.req.header("cookie")])) {
    throw new CountersignError("invalid_body", "an address or cookie with U+0000 or half a surrogate pair", {
      userMessage: "The address or a cookie has a character that can't be stored. Remove it and try again.",
    });
  }
  await next();
};
