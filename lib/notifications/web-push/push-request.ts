import webPush from "web-push";
import type { pushSubscriptions, vapidKeys } from "#db/schema/web-push";
import { type MasterSecret, unseal } from "#lib/crypto/seal";
import { base64url } from "#lib/kernel/digest";
import type { Message } from "#lib/notifications/channels/channel";
import type { OutboundRequest } from "#lib/outbound/message";
import type { VapidHeader } from "./vapid-header.ts";

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
  const details = webPush.generateRequestDetails({ endpoint, keys: { p256dh, auth } }, payloadOf(message), {
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
function payloadOf(message: Message): string {
  const { title, body, details, url, topic, isSilent, pendingCount } = message;
  return JSON.stringify({
    web_push: 8030,
    notification: {
      title,
      body: details === undefined ? body : `${details.slice(0, maximumDetails)}\n${body}`,
      navigate: url,
      tag: topic,
      silent: isSilent,
    },
    ...(isSilent ? { close: topic } : {}),
    app_badge: pendingCount,
    mutable: true,
  });
}
