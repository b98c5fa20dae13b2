import { useEffect } from "react";
import { pendingCountText, usePendingCount } from "../live/use-pending-count.ts";

/** The number of requests for the viewer, in the page's title, the tab's icon and the app's badge. */
export function PendingMarks() {
  const count = usePendingCount();
  useTitle(count ?? 0);
  useTabIcon(count ?? 0);
  useAppBadge(count);
  return null;
}

/** Watches the head, because a page's title arrives after the navigation. */
function useTitle(count: number): void {
  useEffect(() => {
    const show = () => {
      const title = titleWithCount(document.title, count);
      if (title !== document.title) document.title = title;
    };
    show();
    const observer = new MutationObserver(show);
    observer.observe(document.head, { childList: true, subtree: true, characterData: true });
    return () => observer.disconnect();
  }, [count]);
}

/** An icon after the page's own, as browsers prefer. */
function useTabIcon(count: number): void {
  useEffect(() => {
    if (count === 0) return;
    const link = document.createElement("link");
    link.rel = "icon";
    link.type = "image/svg+xml";
    link.href = iconWithCount(count);
    document.head.append(link);
    return () => link.remove();
  }, [count]);
}

/** The badge of the installed app. Browsers ignore a tab's badge. */
function useAppBadge(count: number | undefined): void {
  useEffect(() => {
    if (count === undefined) return;
    const set = count > 0 ? navigator.setAppBadge?.(count) : navigator.clearAppBadge?.();
    // Without permission for a badge there is none.
    set?.catch(() => undefined);
  }, [count]);
}

/** A page's title with the count in front, in place of an earlier count: "(3) Requests". */
export function titleWithCount(title: string, count: number): string {
  const plain = title.replace(/^\(\d+\+?\) /, "");
  return count > 0 && plain ? `(${pendingCountText(count)}) ${plain}` : plain;
}

/** The app's icon (app/icon.svg) with a count in its corner, as an address. */
export function iconWithCount(count: number): string {
  const text = pendingCountText(count);
  const width = 10 + text.length * 6;
  const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="#2a44bf"/><g fill="none" stroke="#fff" stroke-width="2.75" stroke-linecap="round"><path d="M21.7 10.2a8 8 0 1 0 0 11.6"/><path d="M13.2 16.6 16 19.4l9-9"/></g><rect x="${32 - width}" y="14" width="${width}" height="18" rx="9" fill="#b4232f" stroke="#fff" stroke-width="1.5"/><text x="${32 - width / 2}" y="28" font-family="sans-serif" font-size="13" font-weight="700" fill="#fff" text-anchor="middle">${text}</text></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(icon)}`;
}
