"use client";

import { cn } from "#components/ui/cn.ts";
import { pendingCountText, usePendingCount } from "../live/use-pending-count.ts";

/** The number of requests for the viewer; nothing for 0. */
export function PendingBadge({ className }: { className: string }) {
  const count = usePendingCount() ?? 0;
  if (count === 0) return null;
  return (
    <span
      className={cn(
        "min-w-5 rounded-full bg-info-soft px-1.5 text-center font-semibold text-info text-xs leading-5 tabular-nums",
        className,
      )}
    >
      {pendingCountText(count)}
      <span className="sr-only"> to decide</span>
    </span>
  );
}
