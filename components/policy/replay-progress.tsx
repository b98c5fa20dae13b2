"use client";

import { useRouter } from "next/navigation";
import { useEffect, useState, useSyncExternalStore } from "react";
import { call } from "#components/api/call.ts";
import { LiveValue } from "#components/live/live-value.ts";
import { grouped } from "#components/text/plural.ts";

interface Progress {
  state: "running" | "done" | "cancelled" | "failed";
  total: number;
  done: number;
}

/** The live progress of a running replay; once the replay ends, the page shows the result. */
export function ReplayProgress(props: { replayId: string; total: number; done: number }) {
  const router = useRouter();
  const [isLost, setLost] = useState(false);
  const [live] = useState(() => liveProgress(props.replayId, setLost));
  const progress = useSyncExternalStore(live.subscribe, live.get, () => undefined) ?? {
    state: "running",
    ...props,
  };
  const isRunning = progress.state === "running";
  useEffect(() => {
    if (!isRunning) router.refresh();
  }, [isRunning, router]);
  const { total, done } = progress;
  const percent = total === 0 ? 100 : Math.floor((done / total) * 100);
  return (
    <div className="grid gap-1.5">
      <div className="flex flex-wrap justify-between gap-x-4 text-sm">
        <span>
          {grouped(done)} of {grouped(total)} requests
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

function liveProgress(replayId: string, setLost: (isLost: boolean) => void): LiveValue<Progress> {
  return new LiveValue(`replay/${replayId}`, async () => {
    try {
      const progress = await call<Progress>("GET", `/api/replays/${replayId}`);
      setLost(false);
      return progress;
    } catch (thrown) {
      setLost(true);
      throw thrown;
    }
  });
}
