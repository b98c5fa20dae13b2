import type { Database } from "#db/client";
import type { Channel } from "#lib/notifications/channels/channel";
import { claimDeliveries } from "#lib/notifications/deliveries/claim-deliveries";
import { deliver, groupByDigest } from "#lib/notifications/dispatch/deliver";
import { loadContext } from "#lib/notifications/dispatch/load-context";
import { planDue } from "#lib/notifications/planning/plan-due";

/** Plans what the outbox holds, and sends each due message once. For tests only. */
export async function dispatchAll(db: Database, channel: Channel, now: Date): Promise<void> {
  const onError = (error: unknown) => {
    throw error;
  };
  while ((await planDue(db, { channels: [channel], now, onError })) > 0);
  const limits = { most: 100, perReceiver: 100 };
  const claims = await claimDeliveries(db, { channel: channel.id, ...limits, now });
  const context = await loadContext(db, claims, now);
  const { signal } = new AbortController();
  const delivering = { db, channel, clock: () => now, origin: "https://c.example", signal, onError };
  for (const group of groupByDigest(claims)) await deliver(group, context, delivering);
}
