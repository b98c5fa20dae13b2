import { and, count, eq, ne, type SQL } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { people } from "#db/schema/directory";
import { pushSubscriptions, vapidKeys } from "#db/schema/web-push";
import { recordAudit } from "#lib/audit/record";
import { type MasterSecret, seal } from "#lib/crypto/seal";
import type { Config } from "#lib/kernel/config";
import { CountersignError } from "#lib/kernel/errors";
import { newId } from "#lib/kernel/ids";
import { announce } from "#lib/notices/announce";
import { isPushService } from "./push-services.ts";
import { deleteSubscriptions } from "./remove-subscriptions.ts";
import type { SubscriptionJson } from "./subscription-json.ts";
import { currentVapidKey } from "./vapid-keys.ts";

export interface Subscribing {
  personId: string;
  sessionHash: string;
  subscription: SubscriptionJson;
  deviceName: string;
  secret: MasterSecret;
  config: Pick<Config, "origin" | "pushServiceHosts">;
  now: Date;
}

export const maximumDevices = 20;

/**
 * Adds a device of an active person, or refreshes it. An endpoint belongs to one person: a browser
 * that another person subscribes no longer notifies the first. With `replaces` nothing is added,
 * so that a browser cannot bring back a device that the person removed.
 * @returns the ID of the subscription.
 * @throws {CountersignError} `invalid_input`; `not_found` when there is nothing to replace;
 * `conflict` at the maximum
 */
export async function subscribe(db: Database, subscribing: Subscribing): Promise<string> {
  const { personId, subscription, config } = subscribing;
  if (!isPushService(subscription.endpoint, config)) throw unknownService(subscription.endpoint);
  return db.transaction(async (tx) => {
    await lockSubscriber(tx, personId);
    const replaced = await findReplaced(tx, subscribing);
    const vapidKey = await vapidKeyOf(tx, subscription.key ?? replaced?.vapidKey);
    const own = replaced ?? (await findOwn(tx, personId, subscription.endpoint));
    await releaseEndpoint(tx, subscribing, own?.id);
    return own ? update(tx, subscribing, own.id, vapidKey) : insert(tx, subscribing, vapidKey);
  });
}

/** Names the host for the operator. The rest of an endpoint is a secret. */
function unknownService(endpoint: string): CountersignError {
  const { host } = new URL(endpoint);
  return new CountersignError("invalid_input", `${host} is not a known push service`, {
    userMessage: `This browser's push service isn't supported. The operator can list ${host} in PUSH_SERVICE_HOSTS.`,
  });
}

/** Also keeps concurrent calls from exceeding the maximum together. */
async function lockSubscriber(tx: Transaction, personId: string): Promise<void> {
  const [person] = await tx
    .select({ id: people.id })
    .from(people)
    .where(and(eq(people.id, personId), eq(people.status, "active")))
    .for("no key update");
  if (!person)
    throw new CountersignError("unauthenticated", `${personId} is not active`, {
      userMessage: "You're signed out. Sign in again.",
    });
}

async function findReplaced(tx: Transaction, { personId, subscription: { replaces } }: Subscribing) {
  if (replaces === undefined) return undefined;
  const own = await findOwn(tx, personId, replaces);
  if (own) return own;
  throw new CountersignError("not_found", `${personId} has no subscription to replace`, {
    userMessage: "Notifications are off on this device. Turn them on again.",
  });
}

async function findOwn(tx: Transaction, personId: string, endpoint: string) {
  const [row] = await tx
    .select({ id: pushSubscriptions.id, vapidKey: pushSubscriptions.vapidKey })
    .from(pushSubscriptions)
    .where(and(eq(pushSubscriptions.endpoint, endpoint), eq(pushSubscriptions.personId, personId)));
  return row;
}

async function vapidKeyOf(tx: Transaction, used: string | undefined): Promise<string> {
  if (used === undefined) return currentVapidKey(tx);
  const known = await tx.$count(vapidKeys, eq(vapidKeys.publicKey, used));
  if (known > 0) return used;
  throw new CountersignError("conflict", "a browser subscribed with a key of another workspace", {
    userMessage: "This browser used an outdated key. Reload and try again.",
  });
}

/** Removes the endpoint's other subscriptions: another person's, or an older one. */
async function releaseEndpoint(
  tx: Transaction,
  { personId, subscription: { endpoint }, now }: Subscribing,
  id = "",
): Promise<void> {
  const which: [SQL, SQL] = [eq(pushSubscriptions.endpoint, endpoint), ne(pushSubscriptions.id, id)];
  await deleteSubscriptions(tx, { which, reason: "moved", actor: { personId }, now });
}

async function update(tx: Transaction, subscribing: Subscribing, id: string, vapidKey: string) {
  await tx
    .update(pushSubscriptions)
    .set(columnsOf(subscribing, id, vapidKey))
    .where(eq(pushSubscriptions.id, id));
  return id;
}

async function insert(tx: Transaction, subscribing: Subscribing, vapidKey: string): Promise<string> {
  const { personId, now } = subscribing;
  const id = newId("dev", now);
  await requireRoom(tx, personId);
  const inserted = await tx
    .insert(pushSubscriptions)
    .values({ id, personId, createdAt: now, ...columnsOf(subscribing, id, vapidKey) })
    .onConflictDoNothing()
    .returning({ id: pushSubscriptions.id });
  if (inserted.length === 0)
    throw new CountersignError("conflict", "two people subscribed one endpoint at the same moment", {
      userMessage: "Someone else just turned on notifications in this browser. Reload and try again.",
    });
  const subject = { person: personId, push_subscription: id };
  await recordAudit(tx, { type: "push_subscription.added", actor: { personId }, subject }, now);
  await announce(tx, { kind: "push_device_added", to: [personId], pushSubscriptionId: id, now });
  return id;
}

async function requireRoom(tx: Transaction, personId: string): Promise<void> {
  const [devices] = await tx
    .select({ count: count() })
    .from(pushSubscriptions)
    .where(eq(pushSubscriptions.personId, personId));
  if ((devices?.count ?? 0) < maximumDevices) return;
  throw new CountersignError("conflict", `${personId} has ${maximumDevices} devices`, {
    userMessage: `You can have ${maximumDevices} devices. Remove one first.`,
  });
}

function columnsOf(subscribing: Subscribing, id: string, vapidKey: string) {
  const { subscription, deviceName, sessionHash, secret } = subscribing;
  const { endpoint, keys } = subscription;
  const authSealed = seal(secret, "push-subscription", id, Buffer.from(keys.auth, "base64url"));
  return { endpoint, p256dh: keys.p256dh, authSealed, vapidKey, deviceName, sessionHash };
}
