import type { Database } from "#db/client";
import { CountersignError, type ErrorCode } from "#lib/kernel/errors";
import { type Limit, overLimit, takeFromLimit, windowStart } from "./take.ts";

/** The source of a failure: a client address, and the caller it claims to be. */
export interface FailureSource {
  address: string;
  callerId: string;
}

const windowSeconds = 60;
const failuresPerAddress = 120;
const failuresPerCaller = 30;

/** Expensive failures, and texts that are no grant. */
const countedCodes = new Set<ErrorCode>([
  "invalid_signature",
  "invalid_grant",
  "invalid_hook_token",
  "key_expired",
  "key_revoked",
]);

const provenCodes = new Set<ErrorCode>(["key_expired", "key_revoked"]);

/**
 * Runs an authentication and counts a failure against the address, alone and together with the
 * caller, in the database. Beyond a limit a failure is `rate_limited`, and `attempt` is asked to do
 * less work. A success is never refused, so that an attacker cannot lock out the real caller, and
 * the answer about a proven key is given at any limit.
 * @throws {CountersignError} the errors of `attempt`, and `rate_limited`.
 */
export async function limitFailures<T>(
  db: Database,
  { address, callerId }: FailureSource,
  now: Date,
  attempt: (isOverLimit: boolean) => Promise<T>,
): Promise<T> {
  const limits: Limit[] = [
    { bucket: `failures:${address}`, limit: failuresPerAddress, windowSeconds },
    { bucket: `failures:${address}:${callerId}`, limit: failuresPerCaller, windowSeconds },
  ];
  const usedUp = findUsedUp(db, limits, now);
  try {
    return await attempt(usedUp !== undefined);
  } catch (error) {
    if (!(error instanceof CountersignError && countedCodes.has(error.code))) throw error;
    const reached = usedUp ?? (await countFailure(db, limits, now));
    if (reached && !provenCodes.has(error.code)) throw tooManyFailures(reached, now);
    throw error;
  }
}

async function countFailure(db: Database, limits: Limit[], now: Date): Promise<Limit | undefined> {
  for (const limit of limits) {
    try {
      await takeFromLimit(db, limit, now);
    } catch (error) {
      if (!(error instanceof CountersignError && error.code === "rate_limited")) throw error;
      remember(db, limit, now);
      return limit;
    }
  }
  return undefined;
}

function tooManyFailures(limit: Limit, now: Date): CountersignError {
  const { message, retryAfterSeconds } = overLimit(limit, now);
  return new CountersignError("rate_limited", message, {
    userMessage: `Too many calls from this address had a wrong signature, token or grant. Check the key or the grant, and try again in ${retryAfterSeconds} seconds.`,
    retryAfterSeconds,
  });
}

// A bucket refused by the database stays refused until the window ends: a flood of forged calls
// writes nothing more. Bounded, oldest first.
const refusedUntil = new WeakMap<Database, Map<string, number>>();
const mostRemembered = 10_000;

function remember(db: Database, { bucket }: Limit, now: Date): void {
  const known = refusedUntil.get(db) ?? new Map<string, number>();
  refusedUntil.set(db, known);
  known.delete(bucket);
  const [oldest] = known.keys();
  if (known.size >= mostRemembered && oldest !== undefined) known.delete(oldest);
  known.set(bucket, windowStart(windowSeconds, now).getTime() + windowSeconds * 1000);
}

function findUsedUp(db: Database, limits: Limit[], now: Date): Limit | undefined {
  const known = refusedUntil.get(db);
  return limits.find(({ bucket }) => (known?.get(bucket) ?? 0) > now.getTime());
}
