"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { isInstalled } from "./use-is-installed.ts";

/** Chromium's; no type of it is in the DOM yet. */
declare class CloseWatcher {
  onclose: () => void;
  destroy(): void;
}

/** In the installed app, Back from a notification's page leads to the requests, not out of the app. */
export function BackToQueue() {
  const router = useRouter();
  useEffect(() => {
    if (!isInstalled() || window.history.length > 1) return;
    // Android's back gesture asks the topmost close watcher first: an open dialog, then the page's.
    if ("CloseWatcher" in window) {
      const watcher = new CloseWatcher();
      watcher.onclose = () => router.replace("/queue");
      return () => watcher.destroy();
    }
    // Browsers skip an entry added before the person touched the page.
    window.addEventListener("pointerup", putQueueBeneath, { once: true });
    return () => window.removeEventListener("pointerup", putQueueBeneath);
  }, [router]);
  return null;
}

/** Past Next's own methods: an entry with a state that is not Next's is loaded anew. */
function putQueueBeneath(): void {
  const { state } = window.history;
  const here = window.location.href;
  History.prototype.replaceState.call(window.history, {}, "", "/queue");
  History.prototype.pushState.call(window.history, state, "", here);
}
