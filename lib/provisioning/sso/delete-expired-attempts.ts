import { lt } from "drizzle-orm";
import type { Database } from "#db/client";
import { ssoAttempts, ssoLogouts } from "#db/schema/sso";

/** Deletes expired sign-in attempts and used logout tokens. */
export async function deleteExpiredAttempts(db: Database, before: Date): Promise<void> {
  await db.delete(ssoAttempts).where(lt(ssoAttempts.expiresAt, before));
  await db.delete(ssoLogouts).where(lt(ssoLogouts.expiresAt, before));
}
