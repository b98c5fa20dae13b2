import { and, eq, lt, sql } from "drizzle-orm";
import type { Database } from "#db/client";
import { sessions } from "#db/schema/auth";
import { workspace } from "#db/schema/directory";
import { addSeconds } from "#lib/kernel/clock";

/** A use within this time of the last one is not recorded: most page views write nothing. */
const precisionSeconds = 300;

/** The end of a phone session that is used every day: a stolen one doesn't last without end. */
const longestDays = 180;

/** Whether a use is worth recording. {@link recordUse} records it. */
export function isUseDue(lastUsedAt: Date, now: Date): boolean {
  return lastUsedAt < addSeconds(now, -precisionSeconds);
}

/**
 * Records a live session's use. A phone session lasts its full time again, up to its absolute end.
 */
export async function recordUse(db: Database, sessionHash: string, now: Date): Promise<void> {
  const at = now.toISOString();
  const days = sql`(select ${workspace.phoneSessionDays} from ${workspace})`;
  await db
    .update(sessions)
    .set({
      lastUsedAt: now,
      expires: sql`case when ${sessions.isDevice}
        then least(${sessions.createdAt} + make_interval(days => ${longestDays}::int),
          greatest(${sessions.expires}, ${at}::timestamptz + make_interval(days => ${days}))) else ${sessions.expires} end`,
    })
    .where(
      and(
        eq(sessions.sessionToken, sessionHash),
        lt(sessions.lastUsedAt, addSeconds(now, -precisionSeconds)),
        sql`${sessions.expires} > ${at}`,
      ),
    );
}
