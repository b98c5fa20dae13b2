/// <reference lib="webworker" />
import { decisionLock } from "#components/device/decision-lock.ts";

/**
 * Lets this worker replace the older one, unless a page of any window has a decision open. Pages
 * ask again when a decision closes (components/device/worker.tsx). Nothing is reloaded.
 */
export async function takeOver(self: ServiceWorkerGlobalScope): Promise<void> {
  await self.navigator.locks.request(decisionLock, { ifAvailable: true }, async (lock) => {
    if (lock) await self.skipWaiting();
  });
}
