import { lt } from "drizzle-orm";
import type { Database } from "#db/client";
import { reminders } from "#db/schema/notices";

/** Deletes marks sent before `until`, whose subjects have ended. */
export async function deleteOldReminders(db: Database, until: Date): Promise<void> {
  await db.delete(reminders).where(lt(reminders.sentAt, until));
}
