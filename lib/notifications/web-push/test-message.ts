import { and, eq } from "drizzle-orm";
import type { Database } from "#db/client";
import { pushSubscriptions } from "#db/schema/web-push";
import type { Config } from "#lib/config";
import { CountersignError } from "#lib/errors";
import { newId } from "#lib/ids";
import type { Channel, Message, SendResult } from "#lib/notifications/channels/channel";

interface Sending {
  personId: string;
  id: string;
  pendingCount: number;
  channel: Channel;
  config: Pick<Config, "origin">;
  signal: AbortSignal;
  now: Date;
}

/**
 * Sends a test to one of the person's own devices, right away and once.
 * @throws {CountersignError} `not_found`
 */
export async function sendTest(db: Database, sending: Sending): Promise<SendResult> {
  const { personId, id, channel, signal } = sending;
  const own = and(eq(pushSubscriptions.id, id), eq(pushSubscriptions.personId, personId));
  if ((await db.$count(pushSubscriptions, own)) === 0)
    throw new CountersignError("not_found", `${personId} has no device ${id}`, {
      userMessage: "This device was removed. Reload the page.",
    });
  return channel.send(testMessage(sending), signal);
}

function testMessage({ id, pendingCount, config, now }: Sending): Message {
  const messageId = newId("dlv", now);
  return {
    id: messageId,
    kind: "test",
    destination: id,
    title: "Test from Countersign",
    body: "Notifications work on this device.",
    details: undefined,
    url: `${config.origin}/settings/notifications`,
    link: "View settings",
    urgency: "high",
    topic: "test",
    isSilent: false,
    expiresAt: new Date(now.getTime() + 60_000),
    person: undefined,
    pendingCount,
    reference: undefined,
    event: { id: messageId, kind: "test", at: now, agent: undefined, request: undefined },
    attempt: 1,
  };
}
