"use client";

import { useEffect } from "react";
import { iconWithCount } from "./icon-with-count.ts";
import { titleWithCount } from "./title-with-count.ts";
import { usePendingCount } from "./use-pending-count.ts";

/**
 * Puts the number of requests the viewer can decide before the title of each page, and into its
 * icon. The page's own title arrives after a navigation, so the head is watched.
 */
export function PendingTitle() {
  const count = usePendingCount() ?? 0;
  useEffect(() => {
    const show = () => {
      const title = titleWithCount(document.title, count);
      if (title !== document.title) document.title = title;
      showIcon(count > 0 ? iconWithCount(count) : undefined);
    };
    show();
    const observer = new MutationObserver(show);
    observer.observe(document.head, { childList: true, subtree: true, characterData: true });
    return () => observer.disconnect();
  }, [count]);
  return null;
}

const counted = "icon-with-count";

/** Adds an icon after the page's own, which browsers then prefer; without one removes it. */
function showIcon(href: string | undefined): void {
  const shown = document.head.querySelector<HTMLLinkElement>(`link[data-${counted}]`);
  if (!href) shown?.remove();
  else if (!shown) {
    const link = document.createElement("link");
    link.rel = "icon";
    link.type = "image/svg+xml";
    link.setAttribute(`data-${counted}`, "");
    link.href = href;
    document.head.append(link);
  } else if (shown.href !== href) shown.href = href;
}
