/** When the job for a request that expires at `expiresAt` should run: expiries within a second share a job. */
export function expiryDueAt(expiresAt: Date): Date {
  return new Date(Math.ceil(expiresAt.getTime() / 1000) * 1000);
}
