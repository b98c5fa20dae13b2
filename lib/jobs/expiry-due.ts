/** What runs out within the same so many seconds shares one job. */
export const expiryBucketSeconds = { request: 1, grant: 15 } as const;

/** The moment by which the job for something that runs out at `expiresAt` should run: the end of its bucket. */
export function expiryDueAt(expiresAt: Date, kind: keyof typeof expiryBucketSeconds): Date {
  const bucketMs = expiryBucketSeconds[kind] * 1000;
  return new Date(Math.ceil(expiresAt.getTime() / bucketMs) * bucketMs);
}
