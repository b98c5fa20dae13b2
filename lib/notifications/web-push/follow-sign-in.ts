import { and, eq, ne, type SQL } from "drizzle-orm";
import type { Transaction } from "#db/client";
import { pushSubscriptions } from "#db/schema/web-push";
import { tokenHash } from "#lib/kernel/digest";
import { deleteSubscriptions } from "./remove-subscriptions.ts";

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
  const actor = { type: "person" as const, id: personId };
  await deleteSubscriptions(tx, { which, reason: "moved", actor, now });
  await tx
    .update(pushSubscriptions)
    .set({ sessionHash: tokenHash(token) })
    .where(and(ofBrowser, eq(pushSubscriptions.personId, personId)));
}
