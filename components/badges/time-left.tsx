"use client";

import { timeLeftText, urgentMilliseconds } from "#components/text/time-left-text.ts";
import { cn } from "#components/ui/cn.ts";
import { Icon } from "#components/ui/icon";
import { useServerNow } from "#components/ui/use-server-now.ts";

/** Time until a deadline, ticking on an open page. ISO 8601; `now` is the server's time of rendering. */
export function TimeLeft(props: { expiresAt: string; now: string }) {
  const left = Date.parse(props.expiresAt) - useServerNow(props.now);
  const isUrgent = left <= urgentMilliseconds;
  return (
    <span
      className={cn(
        "inline-flex items-center gap-1 whitespace-nowrap tabular-nums",
        isUrgent ? "font-medium text-danger" : "text-muted-foreground",
      )}
    >
      <Icon name="clock" className="size-3.5" />
      {left > 0 ? (
        <span>
          {timeLeftText(left)}
          <span className="max-sm:sr-only"> left</span>
        </span>
      ) : (
        "Expired"
      )}
    </span>
  );
}
