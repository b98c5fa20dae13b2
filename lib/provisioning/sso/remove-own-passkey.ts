import type { Database } from "#db/client";
import { tryAgainWhenBusy } from "#db/try-again";
import { removeSubscriptionsOfOtherSessions } from "#lib/notifications/web-push/remove-subscriptions";
import { type PasskeyRemoval, removePasskey } from "#lib/passkeys/remove-passkey";

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
