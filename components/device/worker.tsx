import { useEffect } from "react";
import { keepInstallPrompt } from "./install-prompt.ts";
import { registerWorker } from "./register-worker.ts";

/** After the page has loaded, so that the first paint does not wait. Keeps the offer to install, too. */
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

/** Asks a waiting version of the worker to take over, which the worker refuses during an open decision. */
function offerTakeOver({ waiting }: ServiceWorkerRegistration): void {
  waiting?.postMessage("take-over");
}

/** After a closed decision: a waiting version may take over now. */
export async function offerTakeOverNow(): Promise<void> {
  // The browser may process the release of a lock late. The answer to a query comes after the release;
  // a message to the worker could arrive before.
  await navigator.locks.query();
  const registration = await navigator.serviceWorker?.getRegistration();
  if (registration) offerTakeOver(registration);
}
