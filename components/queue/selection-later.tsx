"use client";

import { later } from "#components/ui/after-load";

/** SelectionBar, which the list doesn't wait for. */
export const SelectionBarLater = later(async () => (await import("./selection-bar.tsx")).SelectionBar);
