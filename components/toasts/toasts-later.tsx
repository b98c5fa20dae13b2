"use client";

import { AfterLoad, loadLater } from "#components/ui/after-load";

const ToastRegion = loadLater(async () => (await import("./toast-region.tsx")).ToastRegion);

/** The region of messages, which no page needs at first. */
export function ToastsLater() {
  return (
    <AfterLoad>
      <ToastRegion />
    </AfterLoad>
  );
}
