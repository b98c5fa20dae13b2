import { useEffect } from "react";
import { pendingCountText, usePendingCount } from "../live/use-pending-count.ts";

/**
 * Puts the number of requests the viewer can decide before the title of each page. The page's own
 * title arrives after a navigation, so the head is watched.
 */
export function PendingTitle() {
  const count = usePendingCount() ?? 0;
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
  return null;
}

/** A page's title with the count in front, in place of an earlier count: "(3) Requests". */
export function titleWithCount(title: string, count: number): string {
  const plain = title.replace(/^\(\d+\+?\) /, "");
  return count > 0 && plain ? `(${pendingCountText(count)}) ${plain}` : plain;
}
