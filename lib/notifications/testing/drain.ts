import type { Database } from "#db/client";
import type { Channel } from "#lib/notifications/channels/channel";
import { claimDeliveries } from "#lib/notifications/deliveries/claim-deliveries";
import { deliver, groupByDigest } from "#lib/notifications/dispatch/deliver";
import { loadContext } from "#lib/notifications/dispatch/load-context";
import { planDue } from "#lib/notifications/planning/plan-due";

const origin = "https://countersign.example";

function fail(error: unknown): never {
  throw error;
}

/**
 * Plans and sends all that is due at a moment, one message after the other. For tests only.
 * @param onError called for an event that can't be planned; the default throws
 */
export async function drain(
  db: Database,
  channels: Channel[],
  now: Date,
  onError: (error: unknown) => void = fail,
): Promise<void> {
  while ((await planDue(db, { channels, now, onError })) > 0);
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
