import { useSyncExternalStore } from "react";

const standalone = "(display-mode: standalone)";

/** Whether the page runs in a window of the installed app; false in the server's markup. */
export function useIsInstalled(): boolean {
  return useSyncExternalStore(subscribe, isInstalled, () => false);
}

/** Whether the page runs in a window of the installed app. */
export function isInstalled(): boolean {
  // Safari before 26 tells the Home Screen apart by its own property alone.
  return matchMedia(standalone).matches || ("standalone" in navigator && navigator.standalone === true);
}

function subscribe(changed: () => void): () => void {
  const query = matchMedia(standalone);
  query.addEventListener("change", changed);
  return () => query.removeEventListener("change", changed);
}
