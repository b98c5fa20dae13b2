import { and, eq, inArray } from "drizzle-orm";
import type { Database } from "#db/client";
import { people } from "#db/schema/directory";
import { pushSubscriptions, vapidKeys } from "#db/schema/web-push";
import type { Clock } from "#lib/clock";
import type { Config } from "#lib/config";
import type { MasterSecret } from "#lib/crypto/seal";
import type { Channel, SendResult } from "#lib/notifications/channels/channel";
import type { OutboundClient } from "#lib/outbound/client";
import { pushRequest, type Receiving } from "./push-request.ts";
import { isPushService } from "./push-services.ts";
import { readAnswer, readFault } from "./read-answer.ts";
import { removeGone } from "./remove-subscriptions.ts";
import { openVapidHeaders } from "./vapid-header.ts";

interface Dependencies {
  db: Database;
  secret: MasterSecret;
  outbound: OutboundClient;
  config: Pick<Config, "origin" | "pushServiceHosts">;
  clock: Clock;
  timeoutMs?: number;
}

/** For a device that was added when its push service was still permitted. */
const unknownService: SendResult = {
  outcome: "refused",
  reason: "The device's push service isn't supported. The operator can list its host in PUSH_SERVICE_HOSTS.",
};

/** Web push to the devices of people (RFC 8030, 8291 and 8292). */
export function openWebPushChannel(dependencies: Dependencies): Channel {
  const { db, secret, outbound, config, clock, timeoutMs = 15_000 } = dependencies;
  const vapidHeader = openVapidHeaders(secret, config);
  return {
    id: "web_push",
    // A receiver is a push service: a slow one leaves half of the places to the others.
    limits: { together: 32, perReceiver: 16 },
    canUpdate: true,
    destinationsOf: async (on, personIds) => {
      if (personIds.length === 0) return [];
      const rows = await on
        .select({
          id: pushSubscriptions.id,
          personId: people.id,
          endpoint: pushSubscriptions.endpoint,
        })
        .from(pushSubscriptions)
        .innerJoin(people, eq(people.id, pushSubscriptions.personId))
        .where(and(inArray(people.id, personIds), eq(people.status, "active")))
        .orderBy(pushSubscriptions.id);
      return rows.map(({ id, personId, endpoint }) => ({
        personId,
        destination: id,
        receiver: new URL(endpoint).host.slice(0, 200),
      }));
    },
    subscribersOf: async () => [],
    send: async (message, signal) => {
      const receiving = await findReceiving(db, message.destination);
      if (!receiving) return { outcome: "gone", reason: "The device was removed." };
      if (!isPushService(receiving.subscription.endpoint, config)) return unknownService;
      const request = pushRequest(message, receiving, { secret, vapidHeader, now: clock() });
      const result = await outbound
        .send({ ...request, timeoutMs, maximumBytes: 16 * 1024, signal })
        .then((answer) => readAnswer(answer, clock()), readFault);
      await record(db, receiving, result, clock());
      return result;
    },
  };
}

/** The subscription with its key, while its person is active. */
async function findReceiving(db: Database, id: string): Promise<Receiving | undefined> {
  const [row] = await db
    .select({ subscription: pushSubscriptions, vapidKey: vapidKeys })
    .from(pushSubscriptions)
    .innerJoin(vapidKeys, eq(vapidKeys.publicKey, pushSubscriptions.vapidKey))
    .innerJoin(people, eq(people.id, pushSubscriptions.personId))
    .where(and(eq(pushSubscriptions.id, id), eq(people.status, "active")));
  return row;
}

async function record(
  db: Database,
  { subscription: { id, endpoint } }: Receiving,
  { outcome }: SendResult,
  now: Date,
): Promise<void> {
  if (outcome === "gone") await removeGone(db, { id, endpoint, now });
  if (outcome !== "delivered") return;
  await db.update(pushSubscriptions).set({ lastDeliveredAt: now }).where(eq(pushSubscriptions.id, id));
}
