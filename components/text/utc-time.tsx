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
