/// <reference lib="webworker" />

/**
 * Subscribes again when the browser ended a push subscription, and tells the server, which replaces
 * the old one. `POST /api/push/subscriptions` takes the subscription's JSON and `replaces`, the
 * endpoint of the old one, with the session cookie of the device.
 */
export async function renewSubscription(
  self: ServiceWorkerGlobalScope,
  { oldSubscription, newSubscription }: PushSubscriptionChangeEvent,
): Promise<void> {
  const subscription = newSubscription ?? (await subscribeAgain(self, oldSubscription));
  if (!subscription) return;
  const body = JSON.stringify({ ...subscription.toJSON(), replaces: oldSubscription?.endpoint });
  const headers = { "content-type": "application/json" };
  await fetch("/api/push/subscriptions", { method: "POST", headers, body });
}

async function subscribeAgain(
  self: ServiceWorkerGlobalScope,
  old: PushSubscription | null,
): Promise<PushSubscription | undefined> {
  const key = old?.options.applicationServerKey;
  if (!key) return undefined;
  return self.registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
}
