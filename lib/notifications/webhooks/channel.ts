import { eq } from "drizzle-orm";
import { webhookEndpoints } from "#db/schema/webhooks";
import { signWebhook } from "#lib/crypto/sign-webhook";
import {
  type Channel,
  isBusy,
  type Message,
  retry,
  type Sending,
  type SendResult,
} from "#lib/notifications/channels/channel";
import type { OutboundResponse } from "#lib/outbound/client";
import { faultWords } from "#lib/outbound/fault-words";
import { isOutboundFault } from "#lib/outbound/outbound-fault";
import { retryAfterSeconds } from "#lib/outbound/retry-after";
import { recordResult } from "./endpoint-health.ts";
import { messageTypeOf, webhookEvent } from "./event-types.ts";
import { type EndpointSecrets, signingSecrets } from "./signing-secrets.ts";
import { isOnFor, subscribersOf } from "./subscribers.ts";

/** Signed messages to programs of admins and agents' owners. */
export function openWebhookChannel(options: Sending): Channel {
  return {
    id: "webhook",
    // An agent's owner can make a callback answer slowly: one endpoint takes an eighth at most,
    // and the callbacks that one person set take a quarter.
    limits: { together: 16, perReceiver: 2, perGroup: 4 },
    // Each event is a message. The order is not guaranteed.
    canUpdate: false,
    destinationsOf: async () => [],
    subscribersOf,
    send: (message, signal) => sendWebhook(message, { ...options, signal }),
  };
}

const timeoutMs = 10_000;
/** Answers are not read. A longer answer is cut off. */
const maximumBytes = 16 * 1024;

/** An attempt at an endpoint. Failures count against the endpoint. */
async function sendWebhook(
  message: Message,
  sending: Sending & { signal: AbortSignal },
): Promise<SendResult> {
  const { db, clock } = sending;
  const which = eq(webhookEndpoints.id, message.destination);
  const [endpoint] = await db.select().from(webhookEndpoints).where(which);
  if (!endpoint || !isOnFor(endpoint, message.event))
    return { outcome: "gone", reason: "The endpoint is off or was removed." };
  const result = await post(message, endpoint, sending);
  if (sending.signal.aborted) return result;
  return recordResult(db, { endpoint, result, now: clock() });
}

async function post(
  { id, event, environment }: Message,
  endpoint: EndpointSecrets & { url: string; agentId: string | null },
  { secret, outbound, clock, signal }: Sending & { signal: AbortSignal },
): Promise<SendResult> {
  const type = messageTypeOf(event);
  if (!type) return { outcome: "refused", reason: "The event has no type for programs." };
  const now = clock();
  const timestamp = Math.floor(now.getTime() / 1000);
  const body = JSON.stringify(webhookEvent(type, event, environment));
  const headers = {
    "content-type": "application/json",
    "user-agent": "Countersign",
    "webhook-id": id,
    "webhook-timestamp": String(timestamp),
    "webhook-signature": signWebhook({ id, timestamp, body }, signingSecrets(endpoint, secret, now)),
  };
  // The operator lists private hosts for admins; an agent's owner sets the URL of a callback.
  const isPublicOnly = endpoint.agentId !== null;
  const call = { method: "POST" as const, url: endpoint.url, headers, body, isPublicOnly };
  try {
    return resultOfResponse(await outbound.send({ ...call, timeoutMs, maximumBytes, signal }), now);
  } catch (fault) {
    return resultOfFault(fault, { isPublicOnly });
  }
}

/** The meaning of an answer (Standard Webhooks 1.0): all but 2xx and 410 is tried again. */
function resultOfResponse({ status, headers }: OutboundResponse, now: Date): SendResult {
  if (status >= 200 && status < 300) return { outcome: "delivered" };
  if (status === 410) return { outcome: "gone", reason: "The endpoint answered with status 410." };
  if (status >= 300 && status < 400)
    return retry(`The endpoint answered with a redirect (status ${status}), which isn't followed.`, {
      pauses: false,
    });
  const reason = `The endpoint answered with status ${status}.`;
  if (isBusy(status)) return retry(reason, { pauses: true, afterSeconds: retryAfterSeconds(headers, now) });
  return retry(reason, { pauses: status === 502 || status === 504 });
}

/** The meaning of a call without an answer. @throws errors that aren't the client's */
function resultOfFault(thrown: unknown, { isPublicOnly }: { isPublicOnly: boolean }): SendResult {
  if (!isOutboundFault(thrown)) throw thrown;
  // Thrown for a 2xx alone: the receiver has the message; only its answer is unread.
  if (thrown.reason === "too_large") return { outcome: "delivered" };
  // The operator's list doesn't count for a callback: the usual hint would mislead.
  const isPrivate = isPublicOnly && thrown.reason === "refused_address";
  const words = isPrivate
    ? "The callback's address isn't public."
    : faultWords(thrown.reason, "the endpoint");
  return retry(words, { pauses: thrown.reason !== "aborted" });
}
