"use client";

import { AfterLoad, loadLater } from "#components/ui/after-load";

const Extras = loadLater(async () => (await import("./extras.tsx")).Extras);

/** What the frame loads after the page: above the page, because a skeleton takes its place. */
export function ExtrasLater({ pageId }: { pageId: string }) {
  return (
    <AfterLoad>
      <Extras pageId={pageId} />
    </AfterLoad>
  );
}
