import type { Database } from "#db/client";
import type { Channel } from "#lib/notifications/channels/channel";
import { claimDeliveries } from "#lib/notifications/deliveries/claim-deliveries";
import { deliver, groupByDigest } from "#lib/notifications/dispatch/deliver";
import { loadContext } from "#lib/notifications/dispatch/load-context";
import { planDue } from "#lib/notifications/planning/plan-due";

const origin = "https://countersign.example";

/** Plans and sends all that is due at a moment, one message after the other. For tests only. */
export async function drain(db: Database, channels: Channel[], now: Date): Promise<void> {
  const fail = (error: unknown) => {
    throw error;
  };
  while ((await planDue(db, { channels, now, onError: fail })) > 0);
  for (const channel of channels) {
    for (;;) {
      const { together, perReceiver } = channel.limits;
      const claims = await claimDeliveries(db, { channel: channel.id, most: together, perReceiver, now });
      if (claims.length === 0) break;
      const context = await loadContext(db, claims, now);
      const signal = new AbortController().signal;
      for (const group of groupByDigest(claims))
        await deliver(group, context, { db, channel, clock: () => now, origin, signal, onError: fail });
    }
  }
}
