import type { Context, MiddlewareHandler } from "hono";
import { runtime } from "#app/runtime/runtime";
import { takeFromLimit } from "#lib/limits/take";
import { clientAddress } from "./client-address.ts";

/** Lets each client address through `limit` times a minute, counted in the database. */
export function perMinute(purpose: string, limit: number): MiddlewareHandler {
  return async (c, next) => {
    await countCall(c, purpose, limit);
    await next();
  };
}

/** Counts a call against its client address. @throws {CountersignError} `rate_limited` beyond `limit` in a minute */
export async function countCall(c: Context, purpose: string, limit: number): Promise<void> {
  const { db, clock } = runtime();
  await takeFromLimit(db, { bucket: `${purpose}:${clientAddress(c)}`, limit, windowSeconds: 60 }, clock());
}
