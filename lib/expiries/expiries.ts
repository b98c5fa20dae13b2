import { lte, sql } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { expiries } from "#db/schema/jobs";
import { addSeconds } from "#lib/kernel/clock";

/**
 * When a request expires, in whole seconds like displayed deadlines and jobs. Asks and
 * re-evaluations share the rule, so that the same lifetime changes nothing.
 */
export function requestExpiry(askedAt: Date, lifeSeconds: number): Date {
  return addSeconds(new Date(Math.ceil(askedAt.getTime() / 1000) * 1000), lifeSeconds);
}

/** When the job for a request's expiry runs: expiries within a second share a job. */
export function expiryDueAt(expiresAt: Date): Date {
  return new Date(Math.ceil(expiresAt.getTime() / 1000) * 1000);
}

/** Adds one job for each new moment, in the caller's transaction. */
export async function enqueueExpiries(tx: Transaction, moments: Date[]): Promise<void> {
  const dueAt = moments.map((moment) => moment.toISOString());
  await tx.execute(sql`
    with expiry as (
      insert into expiries (due_at) select distinct unnest(${sql.param(dueAt)}::text[]::timestamptz[])
      on conflict (due_at) do nothing returning due_at)
    select graphile_worker.add_job('expire', json_build_object('due_at', due_at), run_at => due_at) from expiry`);
}

/** Deletes the moments up to `until`: their jobs ran, or are in the queue. */
export async function deleteExpiries(db: Database, until: Date): Promise<void> {
  await db.delete(expiries).where(lte(expiries.dueAt, until));
}
