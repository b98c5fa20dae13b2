import { AppBadge } from "#components/device/app-badge";
import { ServiceWorker } from "#components/device/worker";
import { ToastRegion } from "#components/notices/toast-region";
import { RefreshDevice } from "#components/push/refresh-device";
import { PendingIcon } from "#components/queue/pending-icon";
import { PendingTitle } from "#components/queue/pending-title";
import { Keyboard } from "#components/shell/keyboard";
import { EarlyPages } from "./early-pages.tsx";
import { FocusMain } from "./focus-main.tsx";
import { KeepFocus } from "./keep-focus.tsx";
import { SlowPage } from "./slow-page.tsx";

/** The parts of the frame that no page needs at first, as one script. */
export function Extras({ pageId }: { pageId: string }) {
  return (
    <>
      <PendingTitle />
      <PendingIcon />
      <AppBadge />
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
