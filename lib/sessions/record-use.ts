import { and, eq, lt, sql } from "drizzle-orm";
import type { Database } from "#db/client";
import { sessions } from "#db/schema/auth";
import { workspace } from "#db/schema/directory";
import { addSeconds } from "#lib/kernel/clock";

/** Most page views write nothing. */
const precisionSeconds = 300;

/** A stolen phone session doesn't last without end. */
const longestDays = 180;

/** Whether a use is worth recording. {@link recordUse} records it. */
export function isUseDue(lastUsedAt: Date, now: Date): boolean {
  return lastUsedAt < addSeconds(now, -precisionSeconds);
}

/** A live session's use renews a phone session, up to its absolute end. */
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
