import { z } from "zod";
import type { Database } from "#db/client";
import type { Clock } from "#lib/kernel/clock";
import { sha256 } from "#lib/kernel/digest";
import type { Message, SendResult } from "#lib/notifications/channels/channel";
import { findEmailReader, noEmailReader } from "#lib/notifications/channels/email-reader";
import { listReferences } from "#lib/notifications/deliveries/list-notified";
import { findSlackUser, storeIdentity } from "./identities.ts";
import type { SlackApi } from "./slack-api.ts";
import { isUnknownMember } from "./slack-errors.ts";
import { slackContent } from "./slack-text.ts";

export interface Posting {
  db: Database;
  api: SlackApi;
  settingId: string;
  clock: Clock;
  signal: AbortSignal;
}

const posted = z.looseObject({
  channel: z.string().regex(/^[A-Z0-9]{3,30}$/),
  ts: z.string().regex(/^\d{1,12}\.\d{1,9}$/),
});

/**
 * Posts a direct message from the bot to the member with the person's email address.
 *
 * Slack documents no idempotency for direct messages. `client_msg_id` is the same on every attempt,
 * and Slack then posts again only if it forgot the first attempt. Not guaranteed: when an attempt
 * ended without an answer, the person may see the message twice. An attempt that Slack answered is
 * never repeated, except where Slack answered that it did not post.
 */
export async function postDirectMessage(message: Message, posting: Posting): Promise<SendResult> {
  const { db, api, settingId, clock, signal } = posting;
  const person = await findEmailReader(db, message.destination);
  if (!person) return noEmailReader;
  const user = await findSlackUser(db, person, { api, settingId, now: clock(), signal });
  if ("failure" in user) return user.failure;
  const content = { channel: user.slackUserId, ...slackContent(message) };
  const json = { ...content, client_msg_id: clientMessageId(message.id) };
  const answer = await api.call("chat.postMessage", { json }, signal);
  if ("failure" in answer) {
    if (isUnknownMember(answer.code))
      await storeIdentity(db, person, { settingId, slackUserId: null, now: clock() });
    return answer.failure;
  }
  const place = posted.safeParse(answer.body);
  // A digest has no reference: the end of one request must not replace the rest.
  if (!place.success || message.items) return { outcome: "delivered" };
  return { outcome: "delivered", reference: `${place.data.channel}/${place.data.ts}` };
}

/** Replaces every message to the person about an ended request: its outcome, and no link. Repeatable. */
export async function updateDirectMessages(message: Message, posting: Posting): Promise<SendResult> {
  const { db, api, signal } = posting;
  const about = { channel: "slack" as const, destination: message.destination };
  const requestId = message.event.request?.id ?? "";
  const references = new Set([
    ...(await listReferences(db, { ...about, requestId })),
    ...(message.reference === undefined ? [] : [message.reference]),
  ]);
  const gone = { outcome: "gone" as const, reason: "The earlier message can't be updated." };
  let result: SendResult = gone;
  for (const reference of references) {
    const [channel, ts] = reference.split("/");
    const json = { channel, ts, ...slackContent(message) };
    const answer = await api.call("chat.update", { json }, signal);
    if (!("failure" in answer)) result = { outcome: "delivered" };
    // A deleted message, or an earlier bot's message, needs no update.
    else if (answer.failure.outcome !== "gone") return answer.failure;
  }
  return result;
}

/** A UUID (version 8, RFC 9562) derived from the message's ID. */
function clientMessageId(messageId: string): string {
  const bytes = Buffer.from(sha256("countersign/slack", messageId).subarray(0, 16));
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
