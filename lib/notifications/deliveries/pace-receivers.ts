import { sql } from "drizzle-orm";
import type { Database } from "#db/client";
import { receivers } from "#db/schema/notifications";
import { addSeconds } from "#lib/kernel/clock";
import type { ClaimedDelivery } from "./claim-deliveries.ts";

/**
 * Keeps a receiver's limit a second: no process claims again until the claimed messages had their
 * time. Concurrent claims add up, so all together exceed the limit by one claim at most.
 */
export async function paceReceivers(
  db: Database,
  claims: readonly Pick<ClaimedDelivery, "channel" | "receiver">[],
  { perSecond, now }: { perSecond: number; now: Date },
): Promise<void> {
  for (const [receiver, { channel, count }] of countByReceiver(claims)) {
    const seconds = count / perSecond;
    await db
      .insert(receivers)
      .values({ channel, receiver, failures: 0, pausedUntil: addSeconds(now, seconds) })
      .onConflictDoUpdate({
        target: [receivers.channel, receivers.receiver],
        set: {
          pausedUntil: sql`greatest(${receivers.pausedUntil}, ${now.toISOString()}) + make_interval(secs => ${seconds})`,
        },
      });
  }
}

function countByReceiver(claims: readonly Pick<ClaimedDelivery, "channel" | "receiver">[]) {
  const counts = new Map<string, { channel: ClaimedDelivery["channel"]; count: number }>();
  for (const { channel, receiver } of claims)
    counts.set(receiver, { channel, count: (counts.get(receiver)?.count ?? 0) + 1 });
  return counts;
}
