"use client";

import { later } from "#components/ui/after-load";

/** SelectionBar, which nothing of the list waits for. */
export const SelectionBarLater = later(async () => (await import("./selection-bar.tsx")).SelectionBar);
