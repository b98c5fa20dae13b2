import { lt } from "drizzle-orm";
import type { Database } from "#db/client";
import { challenges } from "#db/schema/passkeys";

export async function deleteExpiredChallenges(db: Database, before: Date): Promise<void> {
  await db.delete(challenges).where(lt(challenges.expiresAt, before));
}
