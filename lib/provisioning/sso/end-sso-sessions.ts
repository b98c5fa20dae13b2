import type { Transaction } from "#db/client";
import { removeSubscriptionsOfSessions } from "#lib/notifications/web-push/remove-subscriptions";
import { endSessionsThrough } from "#lib/sessions/end-sessions-through";

/** Ends a connection's sessions and their devices' notifications. Returns the number of sessions. */
export async function endSsoSessions(
  tx: Transaction,
  end: Parameters<typeof endSessionsThrough>[1],
): Promise<number> {
  const sessionHashes = await endSessionsThrough(tx, end);
  await removeSubscriptionsOfSessions(tx, { sessionHashes, actor: end.actor, now: end.now });
  return sessionHashes.length;
}
