/// <reference lib="webworker" />
import { NavigationRoute, NetworkOnly, PrecacheFallbackPlugin, Serwist } from "serwist";
import { openFromNotification } from "./open-from-notification.ts";
import { readPush, showPush } from "./push.ts";
import { renewSubscription } from "./renew-subscription.ts";
import { takeOver } from "./take-over.ts";

declare const self: ServiceWorkerGlobalScope;
/** Set by bin/setup/bundle-worker.ts: changes with the offline page. */
declare const OFFLINE_REVISION: string;

/**
 * Holds one page, the offline page. A request, an API response or the sign-in page is never cached:
 * a stale request must never look decidable. Without a connection every navigation gets the offline
 * page, and every other call fails as it would without the worker.
 */
const serwist = new Serwist({
  precacheEntries: [{ url: "/offline", revision: OFFLINE_REVISION }],
  // The first worker serves pages that are already open. A newer worker waits: see take-over.ts.
  clientsClaim: true,
  skipWaiting: false,
  navigationPreload: true,
});
const offline = new PrecacheFallbackPlugin({ fallbackUrls: ["/offline"], serwist });
serwist.registerRoute(new NavigationRoute(new NetworkOnly({ plugins: [offline] })));

// Not `addEventListeners`, which also lets a page add to the cache.
self.addEventListener("install", (event) => void serwist.handleInstall(event));
self.addEventListener("activate", (event) => void serwist.handleActivate(event));
self.addEventListener("fetch", (event) => serwist.handleFetch(event));

self.addEventListener("message", (event) => {
  if (event.data === "take-over") event.waitUntil(takeOver(self));
});

self.addEventListener("push", (event) => {
  event.waitUntil(showPush(self, readPush(event.data?.text())));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const data: unknown = event.notification.data;
  event.waitUntil(openFromNotification(self, data));
});

self.addEventListener("pushsubscriptionchange", (event) => {
  event.waitUntil(renewSubscription(self, event as PushSubscriptionChangeEvent));
});
