"use client";

import type { ComponentProps } from "react";
import { AfterLoad, loadLater } from "#components/ui/after-load";

const SelectionBar = loadLater(async () => (await import("./selection-bar.tsx")).SelectionBar);

/** SelectionBar, which nothing of the list waits for. */
export function SelectionBarLater(props: ComponentProps<typeof SelectionBar>) {
  return (
    <AfterLoad>
      <SelectionBar {...props} />
    </AfterLoad>
  );
}
