import { useEffect } from "react";

const refreshedKey = "countersign.push-refreshed";

/**
 * Confirms the browser's push subscription once per window: the device then belongs to the current
 * session, and uses the workspace's current key.
 */
export function RefreshDevice() {
  useEffect(() => void refresh().catch(() => undefined), []);
  return null;
}

/** Whatever fails here is tried again by the next window, and by the page with the devices. */
async function refresh(): Promise<void> {
  if (!("Notification" in window) || Notification.permission !== "granted") return;
  if (sessionStorage.getItem(refreshedKey) !== null) return;
  // Loaded only for a device with notifications, and after the page.
  const { findSubscription, refreshDevice } = await import("./subscription.ts");
  const subscription = await findSubscription();
  if (!subscription) return;
  await refreshDevice(subscription);
  sessionStorage.setItem(refreshedKey, "yes");
}
