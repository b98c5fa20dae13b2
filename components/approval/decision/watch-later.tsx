"use client";

import type { ComponentProps } from "react";
import { AfterLoad, loadLater } from "#components/ui/after-load";

const Watch = loadLater(async () => (await import("./watch.tsx")).Watch);

/** Watch, which the page of a request that can be decided does not need. */
export function WatchLater(props: ComponentProps<typeof Watch>) {
  return (
    <AfterLoad>
      <Watch {...props} />
    </AfterLoad>
  );
}
