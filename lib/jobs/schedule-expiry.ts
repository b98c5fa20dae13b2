import type postgres from "postgres";

/** What runs out within the same so many seconds shares one job. */
export const expiryBucketSeconds = { request: 1, grant: 15 } as const;

/** The moment by which the job for something that runs out at `expiresAt` should run: the end of its bucket. */
export function expiryDueAt(expiresAt: Date, kind: keyof typeof expiryBucketSeconds): Date {
  const bucketMs = expiryBucketSeconds[kind] * 1000;
  return new Date(Math.ceil(expiresAt.getTime() / bucketMs) * bucketMs);
}

/**
 * The two common table expressions that schedule an expiry inside a larger statement: the first thing due in a bucket adds the bucket's
 * row and the job, in the same transaction; the others find the row. `source` names the CTE whose rows are what expires: none, no job.
 * The final SELECT has to read `expiry_job`, or PostgreSQL leaves it out.
 */
export function scheduleExpiry(
  sql: postgres.Sql,
  source: string,
  dueAt: Date,
): postgres.PendingQuery<postgres.Row[]> {
  return sql`
    expiry as (
      insert into expiries (due_at) select ${dueAt.toISOString()}::timestamptz from ${sql(source)} limit 1
      on conflict (due_at) do nothing returning due_at),
    expiry_job as (
      select graphile_worker.add_job('expire', json_build_object('due_at', due_at), run_at => due_at) from expiry)`;
}
