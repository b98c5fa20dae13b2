import { eq } from "drizzle-orm";
import type { Transaction } from "#db/client";
import { sessions } from "#db/schema/auth";

/** The provider, and its session ID, by which it can end ours. */
export interface SsoOrigin {
  connectionId: string;
  sid: string | undefined;
}

/** Records a session's origin, in the transaction that starts the session. */
export async function saveSessionOrigin(
  tx: Transaction,
  sessionHash: string,
  { connectionId, sid }: SsoOrigin,
): Promise<void> {
  await tx
    .update(sessions)
    .set({ ssoConnectionId: connectionId, ssoSid: sid ?? null })
    .where(eq(sessions.sessionToken, sessionHash));
}
