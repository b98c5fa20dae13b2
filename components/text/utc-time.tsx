import { cn } from "#components/ui/cn.ts";
import { absoluteTime } from "./time-text.ts";

/** A time in UTC, for the audit log, receipts and exports: every reader sees the same text. */
export function UtcTime({ at, className }: { at: Date; className?: string }) {
  return (
    <time dateTime={at.toISOString()} className={cn("tabular-nums", className)}>
      {absoluteTime(at, { timeZone: "UTC" })}
    </time>
  );
}

/** "15:05:09 UTC", below a heading with the day and the zone. On a phone "15:05". */
export function ClockTime({ at, className }: { at: Date; className?: string }) {
  const iso = at.toISOString();
  return (
    <time dateTime={iso} className={cn("whitespace-nowrap tabular-nums", className)}>
      {iso.slice(11, 16)}
      <span className="hidden md:inline">{iso.slice(16, 19)} UTC</span>
    </time>
  );
}
