import { lt } from "drizzle-orm";
import type { Database } from "#db/client";
import { rateLimits } from "#db/schema/jobs";

/** Deletes the counters of windows that began before a moment. */
export async function deleteOldCounters(db: Database, before: Date): Promise<void> {
  await db.delete(rateLimits).where(lt(rateLimits.windowStart, before));
}
