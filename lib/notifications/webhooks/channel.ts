import type { Database } from "#db/client";
import type { MasterSecret } from "#lib/crypto/seal";
import type { Clock } from "#lib/kernel/clock";
import type { Channel } from "#lib/notifications/channels/channel";
import type { OutboundClient } from "#lib/outbound/client";
import { sendWebhook } from "./send-webhook.ts";
import { subscribersOf } from "./subscribers.ts";

/** Signed messages to programs of admins and agents' owners. */
export function openWebhookChannel(options: {
  db: Database;
  secret: MasterSecret;
  outbound: Pick<OutboundClient, "send">;
  clock: Clock;
}): Channel {
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
