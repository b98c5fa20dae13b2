import { lt } from "drizzle-orm";
import type { Database } from "#db/client";
import { reminders } from "#db/schema/notices";

/** Deletes the marks of reminders sent before `until`: their subjects have ended by then. */
export async function deleteOldReminders(db: Database, until: Date): Promise<void> {
  await db.delete(reminders).where(lt(reminders.sentAt, until));
}
