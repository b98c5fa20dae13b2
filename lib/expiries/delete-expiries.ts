import { lte } from "drizzle-orm";
import type { Database } from "#db/client";
import { expiries } from "#db/schema/jobs";

/** Deletes the moments up to `until`: their jobs ran, or are in the queue. */
export async function deleteExpiries(db: Database, until: Date): Promise<void> {
  await db.delete(expiries).where(lte(expiries.dueAt, until));
}
