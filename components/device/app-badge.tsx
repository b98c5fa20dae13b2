import { useEffect } from "react";
import { usePendingCount } from "#components/live/use-pending-count.ts";

/**
 * The badge of the installed app: how many requests the viewer can decide now. Browsers ignore it
 * for a tab.
 */
export function AppBadge() {
  const count = usePendingCount();
  useEffect(() => {
    if (count === undefined) return;
    const set = count > 0 ? navigator.setAppBadge?.(count) : navigator.clearAppBadge?.();
    // Without permission for a badge there is none.
    set?.catch(() => undefined);
  }, [count]);
  return null;
}
