import { eq } from "drizzle-orm";
import type { Transaction } from "#db/client";
import { sessions } from "#db/schema/auth";

/**
 * The provider that vouched for a person, and the provider's name for its own session, by which it
 * can end ours.
 */
export interface SsoOrigin {
  connectionId: string;
  sid: string | undefined;
}

/** Notes where a session came from, in the transaction that starts it. */
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
