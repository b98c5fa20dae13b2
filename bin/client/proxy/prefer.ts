const longestWait = 300;

/**
 * How long the client wants to wait (RFC 7240): `Prefer: wait=30`, or `respond-async` alone for not
 * at all. Anything else is ignored, as a preference is.
 * @param holdSeconds the default
 */
export function readPrefer(
  prefer: string | undefined,
  holdSeconds: number,
): { holdSeconds: number; applied?: string } {
  const preferences = (prefer ?? "")
    .toLowerCase()
    .split(",")
    .map((preference) => preference.trim());
  const [, seconds] =
    /^wait\s*=\s*"?(\d{1,6})"?$/.exec(preferences.find((one) => one.startsWith("wait")) ?? "") ?? [];
  if (seconds !== undefined) {
    const wait = Math.min(Number(seconds), Math.max(longestWait, holdSeconds));
    return { holdSeconds: wait, applied: `wait=${wait}` };
  }
  if (preferences.includes("respond-async")) return { holdSeconds: 0, applied: "respond-async" };
  return { holdSeconds };
}
