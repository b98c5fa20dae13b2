import type { Database, Transaction } from "#db/client";
import { tryAgainWhenBusy } from "#db/try-again";
import {
  removeSubscriptionsOfOtherSessions,
  removeSubscriptionsOfSession,
  removeSubscriptionsOfSessions,
} from "#lib/notifications/web-push/remove-subscriptions";
import { type PasskeyRemoval, removePasskey } from "#lib/passkeys/remove-passkey";
import { endSessionsThrough } from "#lib/sessions/end-sessions-through";
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

/**
 * Removes one of a person's own passkeys, and notifications on all other devices: the passkey may
 * have been on a stolen phone. The person's other devices turn notifications on again.
 * @throws {CountersignError} `last_passkey`, `not_found`
 */
export async function removeOwnPasskey(db: Database, removal: PasskeyRemoval): Promise<void> {
  await tryAgainWhenBusy(() =>
    db.transaction(async (tx) => {
      await removePasskey(tx, removal);
      await removeSubscriptionsOfOtherSessions(tx, removal);
    }),
  );
}

/** Ends a connection's sessions and their devices' notifications. Returns the number of sessions. */
export async function endSsoSessions(
  tx: Transaction,
  end: Parameters<typeof endSessionsThrough>[1],
): Promise<number> {
  const sessionHashes = await endSessionsThrough(tx, end);
  await removeSubscriptionsOfSessions(tx, { sessionHashes, actor: end.actor, now: end.now });
  return sessionHashes.length;
}
