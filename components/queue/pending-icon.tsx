"use client";

import { useEffect } from "react";
import { usePendingCount } from "../live/use-pending-count.ts";
import { iconWithCount } from "./icon-with-count.ts";

/**
 * The number of requests the viewer can decide, in the icon of the tab: an icon after the page's
 * own, which browsers then prefer.
 */
export function PendingIcon() {
  const count = usePendingCount() ?? 0;
  useEffect(() => {
    if (count === 0) return;
    const link = document.createElement("link");
    link.rel = "icon";
    link.type = "image/svg+xml";
    link.href = iconWithCount(count);
    document.head.append(link);
    return () => link.remove();
  }, [count]);
  return null;
}
