import { ServiceWorker } from "#components/device/worker";
import { ToastRegion } from "#components/notices/toast-region";
import { RefreshDevice } from "#components/push/refresh-device";
import { PendingMarks } from "#components/queue/pending-marks";
import { Keyboard } from "#components/shell/keyboard";
import { EarlyPages } from "./early-pages.tsx";
import { FocusMain } from "./focus-main.tsx";
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
