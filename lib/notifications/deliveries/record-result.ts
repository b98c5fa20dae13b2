import { and, eq, sql } from "drizzle-orm";
import type { Database } from "#db/client";
import { deliveries, receivers } from "#db/schema/notifications";
import { addSeconds } from "#lib/clock";
import type { SendResult } from "#lib/notifications/channels/channel";
import type { ClaimedDelivery } from "./claim-deliveries.ts";
import { mostAttempts, pauseSeconds, retryDelaySeconds } from "./retry-delay.ts";

/** What became of a delivery. `withdrawn`: not sent, because it is no longer true or useful. */
export type Outcome = SendResult | { outcome: "withdrawn"; reason: string };

type Claim = Pick<
  ClaimedDelivery,
  "id" | "channel" | "receiver" | "attempts" | "expiresAt" | "leasedUntil" | "isProbe"
>;

/**
 * Records the result of an attempt: the delivery ends, or is due again later. Only the holder of the
 * lease records: a process that was slow beyond its lease changes nothing.
 * @returns the state; undefined when the lease was lost.
 */
export async function recordResult(
  db: Database,
  claim: Claim,
  { result, now, random }: { result: Outcome; now: Date; random: number },
): Promise<"queued" | "delivered" | "failed" | "withdrawn" | undefined> {
  await recordReceiver(db, claim, { result, now, random });
  const change = changeOf(claim, result, now, random);
  const [recorded] = await db
    .update(deliveries)
    .set({ ...change, leasedUntil: null })
    .where(
      and(
        eq(deliveries.id, claim.id),
        eq(deliveries.state, "queued"),
        // A retry by an admin counts attempts anew, so the lease is compared too.
        eq(deliveries.attempts, claim.attempts),
        eq(deliveries.leasedUntil, claim.leasedUntil),
      ),
    )
    .returning({ state: deliveries.state });
  return recorded?.state;
}

function changeOf({ attempts, expiresAt }: Claim, result: Outcome, now: Date, random: number) {
  switch (result.outcome) {
    case "delivered":
      return { state: "delivered" as const, closedAt: now, error: null, reference: result.reference };
    case "gone":
      return { state: "withdrawn" as const, closedAt: now, error: result.reason };
    case "withdrawn":
      return { state: "withdrawn" as const, closedAt: now, error: result.reason };
    case "refused":
      return { state: "failed" as const, closedAt: now, error: result.reason };
    case "retry": {
      const dueAt = addSeconds(now, retryDelaySeconds(attempts, result.afterSeconds, random));
      if (expiresAt && dueAt >= expiresAt)
        return {
          state: "failed" as const,
          closedAt: now,
          error: `${result.reason} The request ended before another attempt.`,
        };
      if (attempts >= mostAttempts) return { state: "failed" as const, closedAt: now, error: result.reason };
      return { dueAt, error: result.reason };
    }
  }
}

async function recordReceiver(
  db: Database,
  { channel, receiver, isProbe }: Claim,
  { result, now, random }: { result: Outcome; now: Date; random: number },
): Promise<void> {
  if (result.outcome === "withdrawn") return;
  const isThis = and(eq(receivers.channel, channel), eq(receivers.receiver, receiver));
  if (result.outcome !== "retry" || !result.pauses) {
    // A receiver that answers at all is reachable. The row may still pace its messages.
    if (isProbe) await db.update(receivers).set({ failures: 0 }).where(isThis);
    return;
  }
  const pausedUntil = addSeconds(now, pauseSeconds(1, result.afterSeconds, random));
  const [known] = await db
    .insert(receivers)
    .values({ channel, receiver, failures: 1, pausedUntil })
    .onConflictDoUpdate({
      target: [receivers.channel, receivers.receiver],
      set: {
        failures: sql`${receivers.failures} + 1`,
        pausedUntil: sql`greatest(${receivers.pausedUntil}, excluded.paused_until)`,
      },
    })
    .returning({ failures: receivers.failures });
  if (!known || known.failures === 1) return;
  const later = addSeconds(now, pauseSeconds(known.failures, result.afterSeconds, random));
  await db.update(receivers).set({ pausedUntil: later }).where(isThis);
}
