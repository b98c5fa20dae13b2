import { and, eq, inArray } from "drizzle-orm";
import type { Database } from "#db/client";
import { columnsOf } from "#db/columns-of";
import { people } from "#db/schema/directory";
import { pushSubscriptions, vapidKeys } from "#db/schema/web-push";
import { groupCommitPerDatabase } from "#lib/batching/group-commit-per-database";
import type { MasterSecret } from "#lib/crypto/seal";
import type { Clock } from "#lib/kernel/clock";
import type { Config } from "#lib/kernel/config";
import type { Channel, SendResult } from "#lib/notifications/channels/channel";
import type { OutboundClient } from "#lib/outbound/client";
import { pushRequest, type Receiving, readAnswer, readFault } from "./push-request.ts";
import { isPushService } from "./push-services.ts";
import { removeGone } from "./remove-subscriptions.ts";
import { openVapidHeaders } from "./vapid-keys.ts";

interface Dependencies {
  db: Database;
  secret: MasterSecret;
  outbound: OutboundClient;
  config: Pick<Config, "origin" | "pushServiceHosts">;
  clock: Clock;
  timeoutMs?: number;
}

/** The device was added when its push service was still permitted. */
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
    // A receiver is a push service: a slow service leaves half of the places.
    limits: { together: 32, perReceiver: 16 },
    canUpdate: true,
    destinationsOf: async (on, personIds) => {
      if (personIds.length === 0) return [];
      const rows = await on
        .select(columnsOf(pushSubscriptions, "id", "personId", "endpoint"))
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

// A batch's messages leave and end together: one statement serves all.
const findReceiving = groupCommitPerDatabase(findReceivings, { mostTogether: 64 });
const recordDelivered = groupCommitPerDatabase(recordAllDelivered, { mostTogether: 64 });

async function findReceivings(db: Database, ids: string[]): Promise<(Receiving | undefined)[]> {
  const rows = await db
    .select({ subscription: pushSubscriptions, vapidKey: vapidKeys })
    .from(pushSubscriptions)
    .innerJoin(vapidKeys, eq(vapidKeys.publicKey, pushSubscriptions.vapidKey))
    .innerJoin(people, eq(people.id, pushSubscriptions.personId))
    .where(and(inArray(pushSubscriptions.id, distinct(ids)), eq(people.status, "active")));
  const byId = new Map(rows.map((row) => [row.subscription.id, row]));
  return ids.map((id) => byId.get(id));
}

async function record(
  db: Database,
  { subscription: { id, endpoint } }: Receiving,
  { outcome }: SendResult,
  now: Date,
): Promise<void> {
  if (outcome === "gone") await removeGone(db, { id, endpoint, now });
  if (outcome === "delivered") await recordDelivered(db, { id, now });
}

async function recordAllDelivered(db: Database, all: { id: string; now: Date }[]): Promise<undefined[]> {
  const latest = new Map(all.map(({ id, now }) => [id, now.toISOString()]));
  // A locked device is left out: the time is only shown, and no message waits.
  await db.$client`
    with delivered as (
      select s.id, d.at from unnest(${[...latest.keys()]}::text[], ${[...latest.values()]}::text[]::timestamptz[]) as d(id, at)
        join push_subscriptions s on s.id = d.id for no key update of s skip locked)
    update push_subscriptions s set last_delivered_at = delivered.at from delivered where s.id = delivered.id`;
  return all.map(() => undefined);
}

function distinct(ids: string[]): string[] {
  return [...new Set(ids)];
}
