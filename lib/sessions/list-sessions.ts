import { and, desc, eq, gt } from "drizzle-orm";
import type { Database } from "#db/client";
import { columnsOf } from "#db/columns-of";
import { sessions } from "#db/schema/auth";
import { isSession } from "./terminals.ts";

export type SessionView = Awaited<ReturnType<typeof listSessions>>[number];

/** A person's live sessions, in browsers and on terminals, last used first. */
export async function listSessions(db: Database, personId: string, now: Date) {
  const { sessionToken: id, createdAt: startedAt } = sessions;
  return db
    .select({
      id,
      startedAt,
      ...columnsOf(sessions, "deviceName", "isApp", "isDevice", "terminalOf", "lastUsedAt", "expires"),
    })
    .from(sessions)
    .where(and(eq(sessions.userId, personId), gt(sessions.expires, now), isSession(now)))
    .orderBy(desc(sessions.lastUsedAt), desc(sessions.createdAt));
}
