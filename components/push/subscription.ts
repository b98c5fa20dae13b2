import { call, Refusal } from "#components/api/call.ts";
import { registerWorker } from "#components/device/register-worker.ts";

const path = "/api/push/subscriptions";

/** The browser's own subscription, whether or not the server knows it. */
export async function findSubscription(): Promise<PushSubscription | undefined> {
  const registration = await navigator.serviceWorker.getRegistration();
  return (await registration?.pushManager.getSubscription()) ?? undefined;
}

/** Subscribes the browser, and returns the device's ID. @throws {Refusal} */
export async function subscribeDevice(): Promise<string> {
  const { key } = await call<{ key: string }>("GET", "/api/push/key");
  const old = await findSubscription();
  if (old && keyOf(old) !== key) await old.unsubscribe();
  return save(await subscribe(key), { key });
}

/** Confirms the subscription, also after a new key. Returns the person's device, if any. */
export async function refreshDevice(subscription: PushSubscription): Promise<string | undefined> {
  try {
    const id = await save(subscription, { replaces: subscription.endpoint });
    const { key } = await call<{ key: string }>("GET", "/api/push/key");
    if (keyOf(subscription) !== key) {
      await subscription.unsubscribe();
      await save(await subscribe(key), { key, replaces: subscription.endpoint });
    }
    return id;
  } catch (thrown) {
    if (thrown instanceof Refusal && thrown.code === "not_found") return undefined;
    throw thrown;
  }
}

/** Removes a device of the viewer. @throws {Refusal} */
export async function removeDevice(id: string): Promise<void> {
  await call("DELETE", `${path}/${id}`);
}

export type TestOutcome = "delivered" | "gone" | "refused" | "retry";

/** Sends a test to a device. @throws {Refusal} */
export async function testDevice(id: string): Promise<TestOutcome> {
  return (await call<{ outcome: TestOutcome }>("POST", `${path}/${id}/test`)).outcome;
}

async function save(subscription: PushSubscription, more: { key?: string; replaces?: string }) {
  return (await call<{ id: string }>("POST", path, { ...subscription.toJSON(), ...more })).id;
}

async function subscribe(key: string): Promise<PushSubscription> {
  try {
    await registerWorker();
    const { pushManager } = await navigator.serviceWorker.ready;
    return await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
  } catch (cause) {
    const sentence = "This browser couldn't connect to its push service. Try again or use another browser.";
    throw new Refusal("internal", sentence, {}, { cause });
  }
}

/** base64url of the key that the browser subscribed with. */
function keyOf({ options }: PushSubscription): string {
  const bytes = new Uint8Array(options.applicationServerKey ?? new ArrayBuffer());
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}
