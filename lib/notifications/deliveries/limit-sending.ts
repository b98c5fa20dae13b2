import type { Database } from "#db/client";
import { takeFromLimit } from "#lib/limits/take";

const perMinute = 10;

/**
 * Counts a message that a person sends by hand: a session alone is enough to reach another server.
 * @throws {CountersignError} `rate_limited`
 */
export async function limitSending(db: Database, personId: string, now: Date): Promise<void> {
  await takeFromLimit(db, { bucket: `send-by-hand:${personId}`, limit: perMinute, windowSeconds: 60 }, now);
}
