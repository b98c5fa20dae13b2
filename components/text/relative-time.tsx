"use client";

import { cn } from "#components/ui/cn.ts";
import { useServerNow } from "#components/ui/use-server-now.ts";
import { absoluteTime, relativeTime } from "./time-text.ts";

const refreshMilliseconds = 20_000;

/** "in 14 min", "3 weeks ago", true on an open page. `now` is the server's time of rendering. */
export function RelativeTime({ at, now, className }: { at: Date; now: Date; className?: string }) {
  const current = useServerNow(now.toISOString(), refreshMilliseconds);
  return (
    <time
      dateTime={at.toISOString()}
      title={absoluteTime(at, { timeZone: "UTC" })}
      className={cn("tabular-nums", className)}
    >
      {relativeTime(at, new Date(current))}
    </time>
  );
}
