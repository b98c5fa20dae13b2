import { useSyncExternalStore } from "react";
import { call } from "#components/api/call.ts";
import { LiveValue } from "#components/live/live-value.ts";

const pendingCount = new LiveValue("queue", async () => {
  const { count } = await call<{ count: number }>("GET", "/api/queue/count");
  return count;
});

/** The number of requests for the viewer, updated live, if known. 100: that many or more. */
export function usePendingCount(): number | undefined {
  return useSyncExternalStore(pendingCount.subscribe, pendingCount.get, () => undefined);
}

/** The count as a badge shows it. */
export function pendingCountText(count: number): string {
  return count < 100 ? String(count) : "99+";
}
