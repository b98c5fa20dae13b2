const units: [Intl.RelativeTimeFormatUnit, number][] = [
  ["year", 31_536_000],
  ["month", 2_592_000],
  ["week", 604_800],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
];

const words = new Intl.RelativeTimeFormat("en-GB", { numeric: "auto", style: "long" });

/** "5 minutes ago", "in 2 hours", "just now": the largest whole unit, rounded towards now. */
export function relativeTime(at: Date, now: Date): string {
  const seconds = Math.trunc((at.getTime() - now.getTime()) / 1000);
  for (const [unit, size] of units) {
    const count = Math.trunc(seconds / size);
    if (count !== 0) return words.format(count, unit);
  }
  return seconds > 0 ? "in less than a minute" : "just now";
}

const absolute = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "short",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  timeZone: "UTC",
});

/**
 * "24 Nov 2026, 14:05 UTC". One named time zone for every reader, so that a screenshot can be
 * compared with a log.
 */
export function absoluteTime(at: Date): string {
  return `${absolute.format(at)} UTC`;
}
