import { usePathname } from "next/navigation";
import { useEffect, useRef } from "react";
import { ServiceWorker } from "#components/device/worker";
import { ToastRegion } from "#components/notices/toast-region";
import { PendingMarks } from "#components/queue/pending-marks";
import { Keyboard } from "#components/shell/keyboard";
import { EarlyPages } from "./early-pages.tsx";
import { KeepFocus } from "./keep-focus.tsx";
import { SlowPage } from "./slow-page.tsx";

/** The frame's later parts, as a single script. */
export function Extras({ pageId }: { pageId: string }) {
  return (
    <>
      <PendingMarks />
      <ToastRegion />
      <SlowPage pageId={pageId} />
      <Keyboard />
      <EarlyPages />
      <FocusMain />
      <KeepFocus />
      <ServiceWorker />
      <RefreshDevice />
    </>
  );
}

const refreshedKey = "countersign.push-refreshed";

/** Once per window: the device then belongs to this session, and has the workspace's current key. */
export function RefreshDevice() {
  useEffect(() => void refresh().catch(() => undefined), []);
  return null;
}

/** Whatever fails here is tried again by the next window, and by the page with the devices. */
async function refresh(): Promise<void> {
  if (!("Notification" in window) || Notification.permission !== "granted") return;
  if (sessionStorage.getItem(refreshedKey) !== null) return;
  // Loaded only for a device with notifications, and after the page.
  const { findSubscription, refreshDevice } = await import("../push/subscription.ts");
  const subscription = await findSubscription();
  if (!subscription) return;
  await refreshDevice(subscription);
  sessionStorage.setItem(refreshedKey, "yes");
}

/** After a followed link, a keyboard or a screen reader would start again at the top of the frame. */
export function FocusMain() {
  const path = usePathname();
  const previous = useRef(path);
  useEffect(() => {
    if (previous.current === path) return;
    previous.current = path;
    if (document.activeElement === document.body)
      document.getElementById("main")?.focus({ preventScroll: true });
  }, [path]);
  return null;
}
