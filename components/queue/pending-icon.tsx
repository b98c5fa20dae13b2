import { useEffect } from "react";
import { pendingCountText, usePendingCount } from "../live/use-pending-count.ts";

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

/** The app's icon (app/icon.svg) with a count in its corner, as an address. */
export function iconWithCount(count: number): string {
  const text = pendingCountText(count);
  const width = 10 + text.length * 6;
  const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="#2a44bf"/><g fill="none" stroke="#fff" stroke-width="2.75" stroke-linecap="round"><path d="M21.7 10.2a8 8 0 1 0 0 11.6"/><path d="M13.2 16.6 16 19.4l9-9"/></g><rect x="${32 - width}" y="14" width="${width}" height="18" rx="9" fill="#b4232f" stroke="#fff" stroke-width="1.5"/><text x="${32 - width / 2}" y="28" font-family="sans-serif" font-size="13" font-weight="700" fill="#fff" text-anchor="middle">${text}</text></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(icon)}`;
}
