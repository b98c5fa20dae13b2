"use client";

import { LocalTime } from "#components/text/local-time";
import { spokenTimeLeft, timeLeftText, urgentMilliseconds } from "#components/text/time-left-text.ts";
import { cn } from "#components/ui/cn.ts";
import { useServerNow } from "#components/ui/use-server-now.ts";

/** The time left for a decision, ticking, spoken now and then, and red when short. */
export function Clock({ expiresAt, now }: { expiresAt: string; now: string }) {
  const left = Date.parse(expiresAt) - useServerNow(now);
  return (
    // Hidden after the decision reports another ending of the request.
    <p
      className={cn(
        "rounded-2xl px-2.5 py-1 font-medium text-[0.8125rem] leading-5 [body:has([data-ended])_&]:invisible",
        left <= urgentMilliseconds ? "bg-danger-soft text-danger" : "bg-info-soft text-info",
      )}
    >
      {left > 0 ? (
        <>
          <span className="whitespace-nowrap tabular-nums">{timeLeftText(left)} left</span>{" "}
          <span className="whitespace-nowrap">
            · until <LocalTime at={new Date(expiresAt)} form="clock" />
          </span>
        </>
      ) : (
        "Expired"
      )}
      <span role="status" className="sr-only">
        {left <= 0 ? "Expired" : spokenTimeLeft(left)}
      </span>
    </p>
  );
}
