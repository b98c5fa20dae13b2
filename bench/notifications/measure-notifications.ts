import { setTimeout as pause } from "node:timers/promises";
import type { Database } from "#db/client";
import { deliveries } from "#db/schema/notifications";
import type { MasterSecret } from "#lib/crypto/seal";
import { newId } from "#lib/kernel/ids";
import { subscribe } from "#lib/notifications/web-push/subscribe";
import { newSubscription } from "#lib/notifications/web-push/testing/browser";
import { currentVapidKey } from "#lib/notifications/web-push/vapid-keys";
import { Connection } from "../http-client.ts";
import type { Rounds } from "../rounds.ts";
import type { RunningServer } from "../servers.ts";
import { endPending } from "../throughput.ts";
import { agentOf, type BenchWorkspace } from "../workspace.ts";
import { PushReceiver } from "./push-receiver.ts";

export interface NotificationsOptions {
  rounds: number;
  /** Asks a second, and for how long, while the way of a push is timed. */
  asksPerSecond: number;
  seconds: number;
  /** Messages that are queued together and then sent. */
  queued: number;
}

export interface NotificationsResult {
  /** Pending asks a second, with a device of the owner that is notified of each, and without. */
  perSecond: { with: number[]; without: number[] };
  /** Milliseconds from the answer to the ask until the push service accepted the push. */
  pushMs: number[];
  /** Queued messages sent in a second. */
  drainedPerSecond: number;
}

/** Measures what notifications cost an ask, and how fast they leave. */
export async function measureNotifications(
  countersign: RunningServer,
  db: Database,
  secret: MasterSecret,
  workspace: BenchWorkspace,
  { meter, ...options }: NotificationsOptions & { meter: Rounds },
): Promise<NotificationsResult> {
  await db.$client`update workspace set flood_requests = 1000000000`;
  const receiver = await PushReceiver.open();
  const device = await subscribeOwner(db, secret, workspace, receiver);
  const perSecond: NotificationsResult["perSecond"] = { with: [], without: [] };
  const settled = async () => {
    await endPending(db);
    await untilNothingIsDue(db);
  };
  try {
    const pushMs = await timePushes(countersign.port, workspace, receiver, options);
    await settled();
    const drainedPerSecond = await drain(db, workspace, receiver, device, options);
    for (let round = 0; round < options.rounds; round++) {
      perSecond.with.push(await askRate("withPush", countersign, workspace, meter));
      await settled();
      await db.$client`delete from push_subscriptions`;
      perSecond.without.push(await askRate("withoutPush", countersign, workspace, meter));
      await settled();
      await subscribeOwner(db, secret, workspace, receiver);
    }
    return { perSecond, pushMs, drainedPerSecond };
  } finally {
    await db.$client`delete from push_subscriptions`;
    receiver.close();
  }
}

async function subscribeOwner(
  db: Database,
  secret: MasterSecret,
  { owner }: BenchWorkspace,
  receiver: PushReceiver,
): Promise<string> {
  const key = await currentVapidKey(db);
  const made = newSubscription(receiver.endpoint, key);
  const { endpoint, keys } = made;
  const subscribing = { personId: owner.personId, sessionHash: owner.sessionHash, deviceName: "Bench" };
  const config = { origin: "http://localhost:3000", pushServiceHosts: [] };
  return subscribe(db, {
    ...subscribing,
    subscription: { endpoint, keys, key },
    secret,
    config,
    now: new Date(),
  });
}

// Amounts differ, because the same action asked for again is not announced again.
let serial = 0;
const nextAmount = () => 1001 + serial++ / 100;

async function askRate(
  kind: string,
  countersign: RunningServer,
  { agents }: BenchWorkspace,
  meter: Rounds,
): Promise<number> {
  const asks = Array.from({ length: meter.count(kind) }, (_, n) => agentOf(agents, n).ask(nextAmount()));
  const sent = { connections: 64, expectedStatus: 202 };
  return (await meter.measure(kind, countersign, asks, sent)).perSecond;
}

/** Asks at a steady pace, whatever the answers take. */
async function timePushes(
  port: number,
  { agents }: BenchWorkspace,
  receiver: PushReceiver,
  { asksPerSecond, seconds }: NotificationsOptions,
): Promise<number[]> {
  const idle: Connection[] = [];
  const answers: Promise<{ topic: string; at: number }>[] = [];
  const started = performance.now();
  for (let n = 0; n < asksPerSecond * seconds; n++) {
    const agent = agentOf(agents, n);
    const connection = idle.pop() ?? (await Connection.open(port));
    answers.push(
      connection.send(agent.ask(nextAmount())).then(({ body, at }) => {
        idle.push(connection);
        return { topic: (JSON.parse(body) as { request: { id: string } }).request.id, at };
      }),
    );
    const next = started + ((n + 1) * 1000) / asksPerSecond;
    if (next > performance.now()) await pause(next - performance.now());
  }
  const asked = await Promise.all(answers);
  await receiver.untilAccepted(asked.length);
  for (const connection of idle) connection.close();
  return asked.map(({ topic, at }) => Math.max(0, (receiver.arrivedAt.get(topic) ?? Number.NaN) - at));
}

/** Queues many messages at the same time, and measures how fast they are sent. */
async function drain(
  db: Database,
  { owner }: BenchWorkspace,
  receiver: PushReceiver,
  device: string,
  { queued }: NotificationsOptions,
): Promise<number> {
  const now = new Date();
  const rows = Array.from({ length: queued }, () => {
    const id = newId("dlv", now);
    const to = {
      channel: "web_push" as const,
      personId: owner.personId,
      destination: device,
      receiver: "bench",
    };
    return { id, notificationId: id, kind: "test" as const, ...to, createdAt: now, dueAt: now };
  });
  const before = receiver.accepted;
  for (let from = 0; from < rows.length; from += 1000)
    await db.insert(deliveries).values(rows.slice(from, from + 1000));
  const started = performance.now();
  await db.$client`select pg_notify('countersign', 'outbox')`;
  await receiver.untilAccepted(before + queued);
  return queued / ((performance.now() - started) / 1000);
}

/** Waits until nothing is planned or sent any longer. */
async function untilNothingIsDue(db: Database): Promise<void> {
  for (;;) {
    const [row] = await db.$client<{ count: number }[]>`
      select (select count(*) from outbox where due_at <= now())::int
        + (select count(*) from deliveries where state = 'queued' and due_at <= now())::int as count`;
    if (row?.count === 0) return;
    await pause(50);
  }
}
