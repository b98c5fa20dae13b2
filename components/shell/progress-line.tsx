"use client";

import { useSyncExternalStore } from "react";
import { isNavigating, onNavigation } from "#components/ui/navigation-progress.ts";

/** A line at the top while a followed link's page loads. It appears after 150 ms: most are faster. */
export function ProgressLine() {
  const isShown = useSyncExternalStore(onNavigation, isNavigating, () => false);
  return isShown ? (
    <div aria-hidden className="progress-line fixed inset-x-0 top-0 z-50 h-0.5 overflow-hidden" />
  ) : null;
}
