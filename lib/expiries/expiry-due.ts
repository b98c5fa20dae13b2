/** When the job for a request's expiry runs: expiries within a second share a job. */
export function expiryDueAt(expiresAt: Date): Date {
  return new Date(Math.ceil(expiresAt.getTime() / 1000) * 1000);
}
