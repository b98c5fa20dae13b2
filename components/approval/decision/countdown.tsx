"use client";

import { spokenTimeLeft, timeLeftText, urgentMilliseconds } from "#components/text/time-left-text.ts";
import { cn } from "#components/ui/cn.ts";
import { Icon } from "#components/ui/icon";

/**
 * The time until the deadline, ticking for everyone who reads it and spoken now and then. `left` is
 * in milliseconds.
 */
export function Countdown({ left }: { left: number }) {
  return (
    <span className={cn("inline-flex items-center gap-1.5", left <= urgentMilliseconds && "text-danger")}>
      <Icon name="clock" className="size-4 max-[24rem]:hidden" />
      <span className="font-medium tabular-nums">{left > 0 ? `${timeLeftText(left)} left` : "Expired"}</span>
      <span role="status" className="sr-only">
        {left <= 0 ? "Expired" : spokenTimeLeft(left)}
      </span>
    </span>
  );
}
