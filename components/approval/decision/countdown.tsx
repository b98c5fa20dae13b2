"use client";

import { timeLeftText, timeLeftWords, urgentMilliseconds } from "#components/text/time-left-text.ts";
import { cn } from "#components/ui/cn.ts";
import { Icon } from "#components/ui/icon";

/** When the time left is spoken: more often would talk over everything else. */
const announcedSeconds = [600, 300, 120, 60, 30, 10];

/**
 * The time until the deadline, ticking for the eye and spoken now and then. `left` is in
 * milliseconds.
 */
export function Countdown({ left }: { left: number }) {
  const announced = announcedSeconds.findLast((seconds) => left <= seconds * 1000);
  return (
    <span className={cn("inline-flex items-center gap-1.5", left <= urgentMilliseconds && "text-danger")}>
      <Icon name="clock" className="size-4 max-[24rem]:hidden" />
      <span aria-hidden className="font-medium tabular-nums">
        {left > 0 ? `${timeLeftText(left)} left` : "Expired"}
      </span>
      <span role="status" className="sr-only">
        {left <= 0 ? "Expired" : announced ? `Expires in ${timeLeftWords(announced * 1000)}` : ""}
      </span>
    </span>
  );
}
