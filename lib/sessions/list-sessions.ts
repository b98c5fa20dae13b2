import { and, desc, eq, gt } from "drizzle-orm";
import type { Database } from "#db/client";
import { sessions } from "#db/schema/auth";

/** A live session for its owner. */
export interface SessionView {
  id: string;
  /** The browser, such as "Chrome on Android"; null if unknown. */
  deviceName: string | null;
  /** Whether it is the installed app. */
  isApp: boolean;
  /** Whether each use extends the session. */
  isDevice: boolean;
  startedAt: Date;
  lastUsedAt: Date;
  expires: Date;
}

/** A person's live sessions, last used first. */
export async function listSessions(db: Database, personId: string, now: Date): Promise<SessionView[]> {
  return db
    .select({
      id: sessions.sessionToken,
      deviceName: sessions.deviceName,
      isApp: sessions.isApp,
      isDevice: sessions.isDevice,
      startedAt: sessions.createdAt,
      lastUsedAt: sessions.lastUsedAt,
      expires: sessions.expires,
    })
    .from(sessions)
    .where(and(eq(sessions.userId, personId), gt(sessions.expires, now)))
    .orderBy(desc(sessions.lastUsedAt), desc(sessions.createdAt));
}
