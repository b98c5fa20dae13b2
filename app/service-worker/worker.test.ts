import { expect, test, vi } from "vitest";
import { openFromNotification, targetOf } from "./open-from-notification.ts";
import { readPush, showPush } from "./push.ts";
import { renewSubscription } from "./renew-subscription.ts";
import { takeOver } from "./take-over.ts";

const origin = "https://sign.example.com";
const notification = { title: "Refund bot needs your approval", body: "Expires 02:38", tag: "req_1" };

/** A worker with these windows; `held` is what other pages hold. */
function worker({ windows = [] as object[], held = false, shown = [] as { close(): void }[] } = {}) {
  const lock = { name: "countersign:decision" };
  return {
    location: { origin },
    skipWaiting: vi.fn(async () => {}),
    clients: { matchAll: async () => windows, openWindow: vi.fn(async () => null) },
    registration: {
      showNotification: vi.fn(async () => {}),
      getNotifications: vi.fn(async () => shown),
      pushManager: { subscribe: vi.fn(async () => ({ toJSON: () => ({ endpoint: "new" }) })) },
    },
    navigator: {
      setAppBadge: vi.fn(async () => {}),
      clearAppBadge: vi.fn(async () => {}),
      locks: {
        request: async (_: string, __: object, run: (lock: object | null) => unknown) =>
          run(held ? null : lock),
        query: async () => ({ held: held ? [lock] : [] }),
      },
    },
  };
}

type Worker = ReturnType<typeof worker>;
const as = (self: Worker) => self as unknown as ServiceWorkerGlobalScope;
const push = (message: object) => readPush(JSON.stringify({ web_push: 8030, ...message }));

test("a push shows its notification, and sets the badge", async () => {
  const self = worker();
  await showPush(
    as(self),
    push({ notification: { ...notification, navigate: "/requests/1" }, app_badge: 3 }),
  );
  expect(self.registration.showNotification).toHaveBeenCalledWith(
    notification.title,
    expect.objectContaining({ body: "Expires 02:38", tag: "req_1", data: { navigate: "/requests/1" } }),
  );
  expect(self.navigator.setAppBadge).toHaveBeenCalledWith(3);
});

test("a notification offers no action: nothing can be decided from it", async () => {
  const self = worker();
  const actions = [{ action: "approve", title: "Approve" }];
  await showPush(as(self), push({ notification: { ...notification, actions } }));
  expect(JSON.stringify(self.registration.showNotification.mock.calls)).not.toContain('approve"');
});

test("a withdrawn notification closes, or is replaced silently", async () => {
  const close = vi.fn();
  const closing = worker({ shown: [{ close }] });
  await showPush(as(closing), push({ close: "req_1", app_badge: 0 }));
  expect(close).toHaveBeenCalledOnce();
  expect(closing.registration.showNotification).not.toHaveBeenCalled();
  expect(closing.navigator.clearAppBadge).toHaveBeenCalledOnce();

  const replacing = worker();
  await showPush(as(replacing), push({ close: "req_1", notification: { title: "Approved by Bo" } }));
  expect(replacing.registration.showNotification).toHaveBeenCalledWith(
    "Approved by Bo",
    expect.objectContaining({ tag: "req_1", silent: true }),
  );
});

test.each([undefined, "", "no JSON", "null", "[]", '{"web_push":1,"notification":{"title":"x"}}'])(
  "a push without a message of ours, %j, still shows a notification without details",
  async (text) => {
    const self = worker();
    await showPush(as(self), readPush(text));
    expect(self.registration.showNotification).toHaveBeenCalledWith("Countersign", expect.anything());
  },
);

test("a tap opens pages of this origin only", () => {
  expect(targetOf({ navigate: "/requests/req_1" }, origin)).toBe(`${origin}/requests/req_1`);
  for (const navigate of ["https://evil.example", "//evil.example", "javascript:alert(1)", "http://[", 1])
    expect(targetOf({ navigate }, origin)).toBe(`${origin}/queue`);
  expect(targetOf(undefined, origin)).toBe(`${origin}/queue`);
});

test("a tap uses the open window, and leaves a window with an open decision alone", async () => {
  const window = { focus: vi.fn(), navigate: vi.fn(async () => null) };
  window.focus.mockResolvedValue(window);
  await openFromNotification(as(worker({ windows: [window] })), { navigate: "/requests/req_2" });
  expect(window.navigate).toHaveBeenCalledWith(`${origin}/requests/req_2`);

  const deciding = worker({ windows: [window], held: true });
  await openFromNotification(as(deciding), { navigate: "/requests/req_2" });
  expect(window.navigate).toHaveBeenCalledOnce();
  expect(deciding.clients.openWindow).toHaveBeenCalledWith(`${origin}/requests/req_2`);
});

test("a new version takes over only while no decision is open", async () => {
  const deciding = worker({ held: true });
  await takeOver(as(deciding));
  expect(deciding.skipWaiting).not.toHaveBeenCalled();
  const idle = worker();
  await takeOver(as(idle));
  expect(idle.skipWaiting).toHaveBeenCalledOnce();
});

test("a subscription that the browser ended is replaced on the server", async () => {
  const sent = vi.fn(async () => Response.json({}));
  vi.stubGlobal("fetch", sent);
  const old = { endpoint: "old", options: { applicationServerKey: new ArrayBuffer(65) } };
  const event = { oldSubscription: old, newSubscription: null } as unknown as PushSubscriptionChangeEvent;
  await renewSubscription(as(worker()), event);
  expect(sent).toHaveBeenCalledWith(
    "/api/push/subscriptions",
    expect.objectContaining({ method: "POST", body: JSON.stringify({ endpoint: "new", replaces: "old" }) }),
  );
});
