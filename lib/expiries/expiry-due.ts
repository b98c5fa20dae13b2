/** Expiries within the same interval share a job. */
export const expiryBucketSeconds = { request: 1, grant: 15 } as const;

/** When the job for an expiry at `expiresAt` should run: at the end of the bucket. */
export function expiryDueAt(expiresAt: Date, kind: keyof typeof expiryBucketSeconds): Date {
  const bucketMs = expiryBucketSeconds[kind] * 1000;
  return new Date(Math.ceil(expiresAt.getTime() / bucketMs) * bucketMs);
}
