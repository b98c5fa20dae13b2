import { and, lt, ne } from "drizzle-orm";
import type { Database } from "#db/client";
import { deliveries, receivers } from "#db/schema/notifications";
import { addSeconds } from "#lib/kernel/clock";

/** Deletes deliveries that ended before `until`, and pauses that ended a day ago. */
export async function deleteOldDeliveries(
  db: Database,
  { until, now }: { until: Date; now: Date },
): Promise<void> {
  await db.delete(deliveries).where(and(ne(deliveries.state, "queued"), lt(deliveries.closedAt, until)));
  await db.delete(receivers).where(lt(receivers.pausedUntil, addSeconds(now, -24 * 3600)));
}
