const longestSeconds = 24 * 3600;

/** The seconds of `Retry-After`, in either form (RFC 9110, section 10.2.3). At most a day. */
export function retryAfterSeconds(headers: Headers, now: Date): number | undefined {
  const value = headers.get("retry-after")?.trim() ?? "";
  const seconds = /^\d+$/.test(value) ? Number(value) : (Date.parse(value) - now.getTime()) / 1000;
  if (Number.isNaN(seconds)) return undefined;
  return Math.min(Math.max(Math.ceil(seconds), 0), longestSeconds);
}
