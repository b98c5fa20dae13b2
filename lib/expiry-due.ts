/** What runs out within the same so many seconds shares one job. */
export const expiryBucketSeconds = { request: 1, grant: 15 } as const;

/** When the job for what expires at `expiresAt` should run: the end of its bucket. */
export function expiryDueAt(expiresAt: Date, kind: keyof typeof expiryBucketSeconds): Date {
  const bucketMs = expiryBucketSeconds[kind] * 1000;
  return new Date(Math.ceil(expiresAt.getTime() / bucketMs) * bucketMs);
}
