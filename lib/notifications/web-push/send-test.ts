import { and, eq } from "drizzle-orm";
import type { Database } from "#db/client";
import { pushSubscriptions } from "#db/schema/web-push";
import { addSeconds } from "#lib/kernel/clock";
import type { Config } from "#lib/kernel/config";
import { CountersignError } from "#lib/kernel/errors";
import { type Channel, type SendResult, testMessage } from "#lib/notifications/channels/channel";

interface Sending {
  personId: string;
  id: string;
  pendingCount: number;
  channel: Channel;
  config: Pick<Config, "origin">;
  signal: AbortSignal;
  now: Date;
}

/** Sends a test to one of the person's own devices, once. @throws {CountersignError} `not_found` */
export async function sendTest(db: Database, sending: Sending): Promise<SendResult> {
  const { personId, id, pendingCount, channel, config, signal, now } = sending;
  const own = and(eq(pushSubscriptions.id, id), eq(pushSubscriptions.personId, personId));
  if ((await db.$count(pushSubscriptions, own)) === 0)
    throw new CountersignError("not_found", `${personId} has no device ${id}`, {
      userMessage: "This device was removed. Reload the page.",
    });
  const words = { title: "Test from Countersign", body: "Notifications work on this device." };
  const page = { url: `${config.origin}/settings/notifications`, link: "View settings" };
  const message = {
    ...testMessage({ destination: id, ...words, ...page }, now),
    // A second test replaces the first, and a late test is useless.
    ...{ urgency: "high" as const, topic: "test", expiresAt: addSeconds(now, 60), pendingCount },
  };
  return channel.send(message, signal);
}
