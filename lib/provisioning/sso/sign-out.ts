import type { Database } from "#db/client";
import { removeSubscriptionsOfSession } from "#lib/notifications/web-push/remove-subscriptions";
import { endSession } from "#lib/sessions/session";

/** Ends one of the person's own sessions, and notifications on its device. */
export async function signOut(
  db: Database,
  session: { personId: string; sessionHash: string; now: Date },
): Promise<void> {
  await db.transaction(async (tx) => {
    await endSession(tx, session);
    await removeSubscriptionsOfSession(tx, session);
  });
}
