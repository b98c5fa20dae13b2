import { lt } from "drizzle-orm";
import type { Database } from "#db/client";
import { sessions } from "#db/schema/auth";
import { expiries, rateLimits } from "#db/schema/jobs";
import { challenges } from "#db/schema/passkeys";
import { replays } from "#db/schema/policy";
import { ssoAttempts, ssoLogouts } from "#db/schema/sso";
import { addSeconds } from "#lib/clock";

const graceSeconds = 3600;

/** Deletes expired rows. No query reads them, since every look-up checks the time. */
export async function cleanUp(db: Database, now: Date): Promise<void> {
  const past = addSeconds(now, -graceSeconds);
  const yesterday = addSeconds(now, -24 * 3600);
  await db.delete(challenges).where(lt(challenges.expiresAt, past));
  await db.delete(sessions).where(lt(sessions.expires, past));
  await db.delete(ssoAttempts).where(lt(ssoAttempts.expiresAt, past));
  await db.delete(ssoLogouts).where(lt(ssoLogouts.expiresAt, past));
  await db.delete(rateLimits).where(lt(rateLimits.windowStart, yesterday));
  await db.delete(replays).where(lt(replays.endedAt, addSeconds(now, -7 * 24 * 3600)));
  await db.delete(expiries).where(lt(expiries.dueAt, yesterday));
}
