import { lt } from "drizzle-orm";
import type { Database } from "#db/client";
import { rateLimits } from "#db/schema/jobs";
import { CountersignError } from "#lib/kernel/errors";
import { waitText } from "#lib/text/wait-text";

export interface Limit {
  /** The counted caller and purpose, such as `sign-in:203.0.113.7`. */
  bucket: string;
  /** How many within a window. */
  limit: number;
  windowSeconds: number;
}

/** Counts a use in a row that all processes share. @throws {CountersignError} `rate_limited` */
export async function takeFromLimit(db: Database, limit: Limit, now: Date): Promise<void> {
  const { bucket, windowSeconds } = limit;
  const [row] = await db.$client<{ count: number }[]>`
    insert into rate_limits (bucket, window_start, count)
    values (${bucket}, ${windowStart(windowSeconds, now).toISOString()}::timestamptz, 1)
    on conflict (bucket, window_start) do update set count = rate_limits.count + 1
    returning count`;
  if (row) refuseOver(row.count, limit, now);
}

/** @throws {CountersignError} `rate_limited` when `count` is over the limit. */
export function refuseOver(count: number, limit: Limit, now: Date): void {
  if (count > limit.limit) throw overLimit(limit, now);
}

/** `rate_limited`, until the window that `now` is in ends. */
export function overLimit({ bucket, limit, windowSeconds }: Limit, now: Date): CountersignError {
  const endMs = windowStart(windowSeconds, now).getTime() + windowSeconds * 1000;
  const retryAfterSeconds = Math.ceil((endMs - now.getTime()) / 1000);
  return new CountersignError("rate_limited", `more than ${limit} in ${windowSeconds} s for ${bucket}`, {
    userMessage: `Too many attempts. Try again in ${waitText(retryAfterSeconds)}.`,
    retryAfterSeconds,
  });
}

/** When the window that `now` is in began. */
export function windowStart(windowSeconds: number, now: Date): Date {
  const windowMs = windowSeconds * 1000;
  return new Date(Math.floor(now.getTime() / windowMs) * windowMs);
}

/** Deletes the counters of windows that began before a moment. */
export async function deleteOldCounters(db: Database, before: Date): Promise<void> {
  await db.delete(rateLimits).where(lt(rateLimits.windowStart, before));
}
