import { and, eq, sql } from "drizzle-orm";
import type { Database } from "#db/client";
import { type DeliveryState, receivers } from "#db/schema/notifications";
import { groupCommitPerDatabase } from "#lib/batching/group-commit-per-database";
import { addSeconds } from "#lib/kernel/clock";
import type { SendResult } from "#lib/notifications/channels/channel";
import type { ClaimedDelivery } from "./claim-deliveries.ts";

/** A delivery's outcome. `withdrawn`: not sent, because no longer true or useful. */
export type Outcome = SendResult | { outcome: "withdrawn"; reason: string };

type Claim = Pick<
  ClaimedDelivery,
  "id" | "channel" | "receiver" | "attempts" | "expiresAt" | "leasedUntil" | "isProbe" | "digestKey"
>;

/**
 * Ends a delivery, or makes it due again, and returns its state. Only the lease's holder records: a
 * process that lost its lease changes nothing.
 */
export async function recordResult(
  db: Database,
  claim: Claim,
  { result, now, random }: { result: Outcome; now: Date; random: number },
): Promise<DeliveryState | undefined> {
  await recordReceiver(db, claim, { result, now, random });
  return recordTogether(db, { claim, change: changeOf(claim, result, now, random) });
}

interface Change {
  state: DeliveryState;
  closedAt: Date | null;
  /** Null: unchanged. */
  dueAt: Date | null;
  error: string | null;
  /** Null: unchanged. */
  reference: string | null;
}

function changeOf({ attempts, expiresAt }: Claim, result: Outcome, now: Date, random: number): Change {
  const closed = { closedAt: now, dueAt: null, reference: null };
  switch (result.outcome) {
    case "delivered":
      return { ...closed, state: "delivered", error: null, reference: result.reference ?? null };
    case "gone":
    case "withdrawn":
      return { ...closed, state: "withdrawn", error: result.reason };
    case "refused":
      return { ...closed, state: "failed", error: result.reason };
    case "retry": {
      const dueAt = addSeconds(now, retryDelaySeconds(attempts, result.afterSeconds, random));
      if (expiresAt && dueAt >= expiresAt)
        return {
          ...closed,
          state: "failed",
          error: `${result.reason} The request ended before another attempt.`,
        };
      if (attempts >= mostAttempts) return { ...closed, state: "failed", error: result.reason };
      return { state: "queued", closedAt: null, dueAt, error: result.reason, reference: null };
    }
  }
}

interface Recording {
  claim: Claim;
  change: Change;
}

// A burst ends within milliseconds: one statement records messages that ended together.
const recordTogether = groupCommitPerDatabase(recordAll, { mostTogether: 64 });

async function recordAll(db: Database, all: Recording[]): Promise<(DeliveryState | undefined)[]> {
  const claims = all.map(({ claim }) => claim);
  const changes = all.map(({ change }) => change);
  // A retry by an admin counts attempts anew, so the lease is compared too.
  const rows = await db.$client<{ n: number; state: DeliveryState }[]>`
    update deliveries d set state = r.state, closed_at = r.closed_at, due_at = coalesce(r.due_at, d.due_at), error = r.error,
      reference = coalesce(r.reference, d.reference), leased_until = null,
      digest_key = case when r.state = 'delivered' then r.digest_key else d.digest_key end
    from unnest(${claims.map(({ id }) => id)}::text[], ${claims.map(({ attempts }) => attempts)}::int[],
      ${claims.map(({ leasedUntil }) => leasedUntil.toISOString())}::text[]::timestamptz[],
      ${changes.map(({ state }) => state)}::text[],
      ${changes.map(({ closedAt }) => closedAt?.toISOString() ?? null)}::text[]::timestamptz[],
      ${changes.map(({ dueAt }) => dueAt?.toISOString() ?? null)}::text[]::timestamptz[],
      ${changes.map(({ error }) => error)}::text[], ${changes.map(({ reference }) => reference)}::text[],
      ${claims.map(({ digestKey }) => digestKey)}::text[])
      with ordinality as r(id, attempts, leased_until, state, closed_at, due_at, error, reference, digest_key, n)
    where d.id = r.id and d.state = 'queued' and d.attempts = r.attempts and d.leased_until = r.leased_until
    returning r.n::int as n, d.state`;
  const stateOf = new Map(rows.map(({ n, state }) => [n, state]));
  return all.map((_, index) => stateOf.get(index + 1));
}

async function recordReceiver(
  db: Database,
  { channel, receiver, isProbe }: Claim,
  { result, now, random }: { result: Outcome; now: Date; random: number },
): Promise<void> {
  if (result.outcome === "withdrawn") return;
  const isThis = and(eq(receivers.channel, channel), eq(receivers.receiver, receiver));
  if (result.outcome !== "retry" || !result.pauses) {
    // A receiver that answers is reachable. The row may still pace messages.
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

/** The most attempts of a message: about three days, with the delays below. */
export const mostAttempts = 14;

const firstSeconds = 5;
const factor = 3;
const longestSeconds = 8 * 3600;

/**
 * How long to wait after a failed attempt, in seconds: 5, 15, 45 and so on up to eight hours, each
 * shortened at random by up to half, so that messages that failed together do not return together.
 * A receiver that names a time is never called earlier.
 * @param attempt the number of the failed attempt, from 1
 * @param random a number from 0 to 1
 */
export function retryDelaySeconds(attempt: number, afterSeconds: number | undefined, random: number): number {
  const delay = Math.min(firstSeconds * factor ** (attempt - 1), longestSeconds);
  const jittered = delay * (1 - random / 2);
  return Math.max(jittered, Math.min(afterSeconds ?? 0, longestSeconds) * (1 + random / 10));
}

const longestPauseSeconds = 300;

/**
 * Seconds to leave a receiver alone after failures in a row: 2, 4, 8 up to five minutes, shortened
 * at random by up to half. A longer time named by the receiver can't hold up other people's
 * messages.
 */
export function pauseSeconds(failures: number, afterSeconds: number | undefined, random: number): number {
  const pause = Math.min(2 ** failures, longestPauseSeconds) * (1 - random / 2);
  return Math.max(pause, Math.min(afterSeconds ?? 0, longestPauseSeconds));
}
