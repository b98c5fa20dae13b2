/// <reference lib="webworker" />
import { decisionLock } from "#components/device/decision-lock.ts";

/** Replaces the older worker, unless a decision is open. Pages ask again when a decision closes. */
export async function takeOver(self: ServiceWorkerGlobalScope): Promise<void> {
  await self.navigator.locks.request(decisionLock, { ifAvailable: true }, async (lock) => {
    if (lock) await self.skipWaiting();
  });
}
