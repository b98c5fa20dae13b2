/// <reference lib="webworker" />
import { decisionLock } from "#components/device/decision-lock.ts";

/** In an open window of the app, unless a decision is open there. A tap decides nothing. */
export async function openFromNotification(self: ServiceWorkerGlobalScope, data: unknown): Promise<void> {
  const target = targetOf(data, self.location.origin);
  const [window] = await self.clients.matchAll({ type: "window" });
  if (!window || (await isDecisionOpen(self))) {
    await self.clients.openWindow(target);
    return;
  }
  // Focus first: the permission to focus ends soon after the tap.
  const focused = await window.focus();
  await focused.navigate(target).catch(() => self.clients.openWindow(target));
}

/** The notification's page if it is one of ours, and the list of requests otherwise. */
export function targetOf(data: unknown, origin: string): string {
  const navigate =
    typeof data === "object" && data !== null && "navigate" in data ? data.navigate : undefined;
  const isOwn = typeof navigate === "string" && originOf(navigate, origin) === origin;
  return isOwn ? new URL(navigate, origin).href : `${origin}/queue`;
}

function originOf(address: string, base: string): string | undefined {
  try {
    return new URL(address, base).origin;
  } catch {
    return undefined;
  }
}

async function isDecisionOpen(self: ServiceWorkerGlobalScope): Promise<boolean> {
  const { held } = await self.navigator.locks.query();
  return held?.some(({ name }) => name === decisionLock) ?? false;
}
