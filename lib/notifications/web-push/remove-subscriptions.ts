import { and, eq, inArray, ne, type SQL } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { pushSubscriptions } from "#db/schema/web-push";
import { type Actor, recordAudits } from "#lib/audit/record";
import { tokenHash } from "#lib/kernel/digest";

/** Conditions, all required. At least one, or all subscriptions would go. */
type Which = [SQL, ...SQL[]];
type RemovalReason = "removed" | "moved" | "signed_out" | "access_ended" | "gone";

/** Removes a person's own device; never another person's. */
export async function removeSubscription(
  db: Database,
  { personId, id, now }: { personId: string; id: string; now: Date },
): Promise<void> {
  const which: Which = [eq(pushSubscriptions.id, id), eq(pushSubscriptions.personId, personId)];
  await db.transaction((tx) =>
    deleteSubscriptions(tx, { which, reason: "removed", actor: { personId }, now }),
  );
}

/** Removes all devices of a person whose access ends. */
export async function removeSubscriptionsOf(
  tx: Transaction,
  { personId, actor, now }: { personId: string; actor: Actor; now: Date },
): Promise<void> {
  const which: Which = [eq(pushSubscriptions.personId, personId)];
  await deleteSubscriptions(tx, { which, reason: "access_ended", actor, now });
}

/** Removes the devices of a session that its person ends. */
export async function removeSubscriptionsOfSession(
  tx: Transaction,
  { personId, sessionHash, now }: { personId: string; sessionHash: string; now: Date },
): Promise<void> {
  const which: Which = [
    eq(pushSubscriptions.personId, personId),
    eq(pushSubscriptions.sessionHash, sessionHash),
  ];
  await deleteSubscriptions(tx, { which, reason: "signed_out", actor: { personId }, now });
}

/** Removes the devices of sessions that this transaction ends. */
export async function removeSubscriptionsOfSessions(
  tx: Transaction,
  { sessionHashes, actor, now }: { sessionHashes: string[]; actor: Actor; now: Date },
): Promise<void> {
  const which: Which = [inArray(pushSubscriptions.sessionHash, sessionHashes)];
  await deleteSubscriptions(tx, { which, reason: "signed_out", actor, now });
}

/** Removes the person's devices except this session's. */
export async function removeSubscriptionsOfOtherSessions(
  tx: Transaction,
  { personId, sessionHash, now }: { personId: string; sessionHash: string; now: Date },
): Promise<void> {
  const which: Which = [
    eq(pushSubscriptions.personId, personId),
    ne(pushSubscriptions.sessionHash, sessionHash),
  ];
  await deleteSubscriptions(tx, { which, reason: "access_ended", actor: { personId }, now });
}

/** Removes a subscription unknown to its push service, unless the browser has replaced the endpoint. */
export async function removeGone(
  db: Database,
  { id, endpoint, now }: { id: string; endpoint: string; now: Date },
): Promise<void> {
  const which: Which = [eq(pushSubscriptions.id, id), eq(pushSubscriptions.endpoint, endpoint)];
  const actor = { type: "system" as const, id: "web-push" };
  await db.transaction((tx) => deleteSubscriptions(tx, { which, reason: "gone", actor, now }));
}

export async function deleteSubscriptions(
  tx: Transaction,
  removal: { which: Which; reason: RemovalReason; actor: Actor; now: Date },
): Promise<void> {
  const { which, reason, actor, now } = removal;
  const removed = await tx
    .delete(pushSubscriptions)
    .where(and(...which))
    .returning({ person: pushSubscriptions.personId, push_subscription: pushSubscriptions.id });
  const type = "push_subscription.removed" as const;
  await recordAudits(
    tx,
    removed.map((subject) => ({ type, actor, subject, data: { reason } })),
    now,
  );
}

/**
 * Follows a sign-in that replaces the browser's session. The person's own device goes with the new
 * session, so that signing out still removes it. Another person's device is removed: the browser
 * would show the earlier person's notifications. The earlier session may have expired since.
 */
export async function followSignIn(
  tx: Transaction,
  signIn: { personId: string; replacedToken: string | undefined; token: string; now: Date },
): Promise<void> {
  const { personId, replacedToken, token, now } = signIn;
  if (!replacedToken) return;
  const ofBrowser = eq(pushSubscriptions.sessionHash, tokenHash(replacedToken));
  const which: [SQL, SQL] = [ofBrowser, ne(pushSubscriptions.personId, personId)];
  await deleteSubscriptions(tx, { which, reason: "moved", actor: { personId }, now });
  await tx
    .update(pushSubscriptions)
    .set({ sessionHash: tokenHash(token) })
    .where(and(ofBrowser, eq(pushSubscriptions.personId, personId)));
}
