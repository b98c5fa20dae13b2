import { useEffect } from "react";
import { keepInstallPrompt } from "./install-prompt.ts";
import { registerWorker } from "./register-worker.ts";

/**
 * Registers the service worker after the page has loaded, so that the first paint does not wait. A
 * browser without the worker loses the offline page and notifications, and nothing else. Also keeps
 * the browser's offer to install the app.
 */
export function ServiceWorker() {
  useEffect(() => {
    if (process.env.NODE_ENV !== "production" || !("serviceWorker" in navigator)) return;
    if (document.readyState === "complete") void register();
    else window.addEventListener("load", register, { once: true });
    return () => window.removeEventListener("load", register);
  }, []);
  useEffect(keepInstallPrompt, []);
  return null;
}

async function register(): Promise<void> {
  const registration = await registerWorker().catch(() => undefined);
  if (!registration) return;
  offerTakeOver(registration);
  registration.addEventListener("updatefound", () => {
    registration.installing?.addEventListener("statechange", () => offerTakeOver(registration));
  });
}

/**
 * Asks a waiting version of the worker to take over. The worker refuses while any window has a
 * decision open.
 */
function offerTakeOver({ waiting }: ServiceWorkerRegistration): void {
  waiting?.postMessage("take-over");
}

/** For a page whose decision just closed: a version that waited for it may take over now. */
export async function offerTakeOverNow(): Promise<void> {
  // A released lock is free once the browser has processed the release. The answer to a query comes
  // after that; a message to the worker could arrive before it.
  await navigator.locks.query();
  const registration = await navigator.serviceWorker?.getRegistration();
  if (registration) offerTakeOver(registration);
}
