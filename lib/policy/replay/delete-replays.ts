import { lt } from "drizzle-orm";
import type { Database } from "#db/client";
import { replays } from "#db/schema/policy";

/** Deletes the impact previews that ended before a moment, with their results. */
export async function deleteReplays(db: Database, endedBefore: Date): Promise<void> {
  await db.delete(replays).where(lt(replays.endedAt, endedBefore));
}
