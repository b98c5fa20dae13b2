import webPush from "web-push";
import type { pushSubscriptions, vapidKeys } from "#db/schema/web-push";
import { type MasterSecret, unseal } from "#lib/crypto/seal";
import { base64url } from "#lib/kernel/digest";
import { isBusy, type Message, retry, type SendResult } from "#lib/notifications/channels/channel";
import { faultWords } from "#lib/outbound/fault-words";
import type { OutboundRequest, OutboundResponse } from "#lib/outbound/message";
import { isOutboundFault } from "#lib/outbound/outbound-fault";
import { retryAfterSeconds } from "#lib/outbound/retry-after";
import type { VapidHeader } from "./vapid-keys.ts";

export interface Receiving {
  subscription: typeof pushSubscriptions.$inferSelect;
  vapidKey: typeof vapidKeys.$inferSelect;
}

const maximumTtlSeconds = 28 * 24 * 3600;

/** The call to the push service (RFC 8030), encrypted for the browser and signed. */
export function pushRequest(
  message: Message,
  { subscription, vapidKey }: Receiving,
  { secret, vapidHeader, now }: { secret: MasterSecret; vapidHeader: VapidHeader; now: Date },
): OutboundRequest {
  const { id, endpoint, p256dh, authSealed } = subscription;
  const auth = base64url(unseal(secret, "push-subscription", id, authSealed));
  const details = webPush.generateRequestDetails({ endpoint, keys: { p256dh, auth } }, pushPayload(message), {
    TTL: ttlSeconds(message.expiresAt, now),
    urgency: message.urgency,
    topic: message.topic,
  });
  const headers = Object.entries(details.headers as Record<string, string | number>)
    // The client counts the bytes.
    .filter(([name]) => name !== "Content-Length")
    .map(([name, value]) => [name.toLowerCase(), String(value)] as const);
  const authorization = vapidHeader(new URL(endpoint).origin, vapidKey, now);
  return {
    method: "POST",
    url: endpoint,
    headers: { ...Object.fromEntries(headers), authorization },
    body: details.body,
  };
}

/** Within the deadline: a push service then drops an undelivered message. */
export function ttlSeconds(expiresAt: Date | undefined, now: Date): number {
  if (!expiresAt) return maximumTtlSeconds;
  const left = Math.floor((expiresAt.getTime() - now.getTime()) / 1000);
  return Math.min(Math.max(left, 0), maximumTtlSeconds);
}

/** Push services refuse more than 4096 bytes; encryption adds about a hundred. */
const maximumDetails = 200;

/**
 * The message in the form of Declarative Web Push, which Safari shows without the service worker.
 * The worker reads the same form (app/service-worker/push.ts). A silent message also has `close`:
 * it takes the place of the notification of its topic. Browsers demand that every push shows
 * something, so that a notification can be replaced and never just withdrawn.
 */
export function pushPayload(message: Message): string {
  const { title, body, details, url, topic, isSilent, pendingCount } = message;
  return JSON.stringify({
    web_push: 8030,
    notification: {
      title,
      // As in every channel: what the server found, then values of the agent.
      body: details === undefined ? body : `${body}\n${details.slice(0, maximumDetails)}`,
      navigate: url,
      tag: topic,
      silent: isSilent,
    },
    ...(isSilent ? { close: topic } : {}),
    app_badge: pendingCount,
    mutable: true,
  });
}

/** The meaning of a push service's answer (RFC 8030), without the service's words. */
export function readAnswer({ status, headers }: OutboundResponse, now: Date): SendResult {
  if (status === 200 || status === 201 || status === 202) return { outcome: "delivered" };
  if (status === 404 || status === 410)
    return { outcome: "gone", reason: "The browser ended its subscription. The device was removed." };
  if (status === 413) return { outcome: "refused", reason: "The push service found the message too large." };
  if (status === 400 || status === 401 || status === 403)
    return {
      outcome: "refused",
      reason: `The push service refused this workspace's key (${status}). Turn notifications off and on again on the device.`,
    };
  if (isBusy(status)) {
    const afterSeconds = retryAfterSeconds(headers, now);
    // 429 may be about one device: the rest of the service's devices go on.
    return retry(`The push service is busy (${status}).`, { pauses: status === 503, afterSeconds });
  }
  if (status >= 500) return retry(`The push service failed (${status}).`, { pauses: false });
  return { outcome: "refused", reason: `The push service refused the message (${status}).` };
}

/** The meaning of a call without an answer. @throws errors that aren't the client's */
export function readFault(thrown: unknown): SendResult {
  if (!isOutboundFault(thrown)) throw thrown;
  const { reason } = thrown;
  const words = faultWords(reason, "the push service");
  if (reason === "insecure_url" || reason === "refused_address") return { outcome: "refused", reason: words };
  return retry(words, { pauses: reason !== "aborted" && reason !== "too_large" });
}
