import { lt } from "drizzle-orm";
import type { Database } from "#db/client";
import { ssoAttempts, ssoLogouts } from "#db/schema/sso";

/** Deletes round trips that are over, and logout tokens that have expired since their use. */
export async function deleteExpiredTrips(db: Database, before: Date): Promise<void> {
  await db.delete(ssoAttempts).where(lt(ssoAttempts.expiresAt, before));
  await db.delete(ssoLogouts).where(lt(ssoLogouts.expiresAt, before));
}
