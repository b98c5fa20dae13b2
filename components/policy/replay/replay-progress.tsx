"use client";

import { useRouter } from "next/navigation";
import { useEffect, useEffectEvent, useState } from "react";
import { call } from "#components/api/call.ts";

interface Progress {
  state: "running" | "done" | "cancelled" | "failed";
  total: number;
  done: number;
}

const pollMilliseconds = 500;

/**
 * The progress of a running replay, polled twice a second; once the replay ends, the page shows the
 * result.
 */
export function ReplayProgress(props: { replayId: string; total: number; done: number }) {
  const router = useRouter();
  const [progress, setProgress] = useState<Progress>({ state: "running", ...props });
  const [isLost, setLost] = useState(false);
  const look = useEffectEvent(async () => {
    try {
      const next = await call<Progress>("GET", `/api/replays/${props.replayId}`);
      setLost(false);
      setProgress(next);
      if (next.state !== "running") router.refresh();
    } catch {
      setLost(true);
    }
  });
  const isRunning = progress.state === "running";
  useEffect(() => {
    if (!isRunning) return;
    const timer = setInterval(() => void look(), pollMilliseconds);
    return () => clearInterval(timer);
  }, [isRunning]);
  const { total, done } = progress;
  const percent = total === 0 ? 100 : Math.floor((done / total) * 100);
  return (
    <div className="grid gap-1.5">
      <div className="flex flex-wrap justify-between gap-x-4 text-sm">
        <span>
          {done.toLocaleString("en-GB")} of {total.toLocaleString("en-GB")} requests
        </span>
        <span className="text-muted-foreground tabular-nums">
          {isLost ? "Connection lost. Retrying…" : `${percent}%`}
        </span>
      </div>
      <progress aria-label="Impact preview" className="h-2 w-full accent-primary" max={total} value={done} />
      {/* Announced in steps: every number would drown everything else. */}
      <p role="status" className="sr-only">
        {isRunning ? `Preview ${Math.floor(percent / 25) * 25}% complete` : "Preview finished"}
      </p>
    </div>
  );
}
