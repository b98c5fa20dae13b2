import { sql } from "drizzle-orm";
import type { Transaction } from "#db/client";

/** Adds one job for each new moment, in the caller's transaction. */
export async function enqueueExpiries(tx: Transaction, moments: Date[]): Promise<void> {
  const dueAt = moments.map((moment) => moment.toISOString());
  await tx.execute(sql`
    with expiry as (
      insert into expiries (due_at) select distinct unnest(${sql.param(dueAt)}::text[]::timestamptz[])
      on conflict (due_at) do nothing returning due_at)
    select graphile_worker.add_job('expire', json_build_object('due_at', due_at), run_at => due_at) from expiry`);
}
