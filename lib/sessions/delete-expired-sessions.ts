import { lt } from "drizzle-orm";
import type { Database } from "#db/client";
import { sessions } from "#db/schema/auth";

export async function deleteExpiredSessions(db: Database, before: Date): Promise<void> {
  await db.delete(sessions).where(lt(sessions.expires, before));
}
