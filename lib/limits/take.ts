import type { Database } from "#db/client";
import { CountersignError } from "#lib/errors";

export interface Limit {
  /** Who is counted for what, such as `sign-in:203.0.113.7`. */
  bucket: string;
  /** How many within a window. */
  limit: number;
  windowSeconds: number;
}

/**
 * Counts one more use and refuses when there were too many in the current window. Counters are rows, so that all processes
 * on one database share them.
 * @throws {CountersignError} `rate_limited`, with the seconds until the window ends.
 */
export async function takeFromLimit(
  db: Database,
  { bucket, limit, windowSeconds }: Limit,
  now: Date,
): Promise<void> {
  const windowMs = windowSeconds * 1000;
  const windowStart = new Date(Math.floor(now.getTime() / windowMs) * windowMs);
  const [row] = await db.$client<{ count: number }[]>`
    insert into rate_limits (bucket, window_start, count) values (${bucket}, ${windowStart.toISOString()}, 1)
    on conflict (bucket, window_start) do update set count = rate_limits.count + 1
    returning count`;
  if (row && row.count <= limit) return;
  const retryAfterSeconds = Math.ceil((windowStart.getTime() + windowMs - now.getTime()) / 1000);
  throw new CountersignError("rate_limited", `more than ${limit} in ${windowSeconds} s for ${bucket}`, {
    userMessage: `Too many attempts. Try again in ${retryAfterSeconds} seconds.`,
    retryAfterSeconds,
  });
}
