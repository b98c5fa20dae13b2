"use client";

import { useSyncExternalStore } from "react";
import { cn } from "#components/ui/cn.ts";
import { absoluteTime, type TimeForm } from "./time-text.ts";

/** A time in the reader's zone, with UTC in the tooltip. The server renders UTC. */
export function LocalTime({ at, form, className }: { at: Date; form?: TimeForm; className?: string }) {
  const text = useSyncExternalStore(
    never,
    () => absoluteTime(at, { form }),
    () => absoluteTime(at, { form, timeZone: "UTC" }),
  );
  return (
    <time
      dateTime={at.toISOString()}
      title={absoluteTime(at, { timeZone: "UTC" })}
      className={cn("tabular-nums", className)}
    >
      {text}
    </time>
  );
}

/** A reader's zone does not change while a page is open. */
function never() {
  return () => {};
}
