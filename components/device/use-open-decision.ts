import { useEffect } from "react";
import { decisionLock } from "./decision-lock.ts";
import { offerTakeOverNow } from "./worker.tsx";

/** Marks the page as open for a decision until closed, so that no new version starts. */
export function useOpenDecision(): void {
  useEffect(() => {
    const closing = new AbortController();
    // Absent outside secure contexts, where there is no service worker either.
    void navigator.locks
      ?.request(decisionLock, { mode: "shared" }, () => untilAborted(closing.signal))
      .then(offerTakeOverNow);
    return () => closing.abort();
  }, []);
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
