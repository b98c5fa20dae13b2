"use client";

import { PendingIcon } from "#components/queue/pending-icon";
import { ToastRegion } from "#components/toasts/toast-region";
import { SlowPage } from "./slow-page.tsx";

/** The parts of the frame that no page needs at first, as one script. */
export function Extras({ pageId }: { pageId: string }) {
  return (
    <>
      <PendingIcon />
      <ToastRegion />
      <SlowPage pageId={pageId} />
    </>
  );
}
