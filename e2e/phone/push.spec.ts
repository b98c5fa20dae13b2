import type { Page } from "@playwright/test";
import { PushService, type Received } from "#lib/notifications/web-push/testing/push-service";
import { approveButton, outcome } from "../fixtures/approval-screen.ts";
import { PushDevice, subscribeAt } from "../fixtures/push.ts";
import { expect, test, type Visit } from "../fixtures/test.ts";

// A browser whose device was removed elsewhere asks for it once more.
test.use({ serviceWorkers: "allow", expectedErrors: [/status of 404 .*push\/subscriptions/] });

const phone = { viewport: { width: 360, height: 640 }, isMobile: true, hasTouch: true };

let service: PushService;
test.beforeAll(async () => {
  service = await PushService.open();
});
test.afterAll(() => service.close());

/** The person turns notifications on. */
async function turnOn({ page }: Visit, origin: string): Promise<PushDevice> {
  await subscribeAt(service, page);
  await page.goto(`${origin}/settings/notifications`);
  await page.waitForFunction(() => navigator.serviceWorker.controller?.state === "activated");
  await page.getByRole("button", { name: "Turn on notifications" }).tap();
  await expect(page.getByText("Notifications are on.")).toBeVisible();
  return PushDevice.of(page);
}

const about = (id: string, kind: "asking" | "closing") => (message: Received) =>
  message.topic === id && "close" in message.payload === (kind === "closing");

const row = (page: Page) => page.getByRole("listitem").filter({ hasText: "This device" });

test("a request reaches the phone without details, its notification opens the approval screen, and the approval replaces it", async ({
  workspace,
  enter,
}) => {
  const visit = await enter(workspace.admin, phone);
  const { page } = visit;
  const device = await turnOn(visit, workspace.server.origin);
  const agent = await workspace.agent("Refund bot");
  // An amount that no other test refunds: the message says whether the same was approved before.
  const asking = await agent.refund(1391);
  const id = new URL(asking.url).pathname.split("/").at(-1) ?? "";

  const pushed = await service.waitFor(about(id, "asking"));
  expect(pushed.ttl).toBeGreaterThan(0);
  expect(pushed.ttl).toBeLessThanOrEqual(3600);
  expect(JSON.stringify(pushed.payload)).not.toMatch(/1,?391|refund\.|USD|Customer/i);
  await device.deliver(pushed.payload);
  const [shown, ...others] = device.notifications;
  expect(others).toEqual([]);
  expect(shown).toMatchObject({
    title: "Refund bot needs your approval",
    body: expect.stringMatching(/^Expires /),
    silent: false,
  });
  expect(shown).not.toHaveProperty("actions");
  await page.goto(shown?.navigate ?? "");
  expect(page.url()).toBe(asking.url);
  await expect(approveButton(page)).toBeInViewport({ ratio: 1 });
  await approveButton(page).tap();
  await expect(outcome(page, "Approved by you")).toBeVisible();
  expect(await asking.ended).toMatchObject({ code: 0 });

  const closing = await service.waitFor(about(id, "closing"));
  await device.deliver(closing.payload);
  expect(device.notifications).toMatchObject([
    { body: "The request was approved by Ada.", tag: id, silent: true },
  ]);
});

test("a device is tested, turned off and on again, and stays off after its removal elsewhere", async ({
  workspace,
  enter,
}) => {
  const person = await workspace.person("Piet");
  const visit = await enter(person, phone);
  const { page } = visit;
  await turnOn(visit, workspace.server.origin);
  await row(page).getByRole("button", { name: "Send test" }).tap();
  await expect(row(page).getByText("Test sent.")).toBeVisible();
  await service.waitFor(({ payload }) => JSON.stringify(payload).includes("Test from Countersign"));
  await page.getByRole("button", { name: "Turn off notifications" }).tap();
  await expect(page.getByRole("button", { name: "Turn on notifications" })).toBeVisible();
  await expect(row(page)).toBeHidden();

  await page.getByRole("button", { name: "Turn on notifications" }).tap();
  await expect(row(page)).toBeVisible();
  const elsewhere = await enter(person);
  await elsewhere.page.goto(`${workspace.server.origin}/settings/notifications`);
  await elsewhere.page.getByRole("button", { name: /^Remove / }).click();
  await expect(elsewhere.page.getByRole("button", { name: /^Remove / })).toBeHidden();
  await page.reload();
  await expect(page.getByRole("button", { name: "Turn on notifications" })).toBeVisible();
  await expect(row(page)).toBeHidden();
});

test("where the person blocked notifications, the page says where to allow them", async ({
  workspace,
  enter,
}) => {
  const { page } = await enter(workspace.admin, phone);
  await page.addInitScript(() => Object.defineProperty(Notification, "permission", { get: () => "denied" }));
  await page.goto(`${workspace.server.origin}/settings/notifications`);
  await expect(page.getByText("Notifications are blocked for Countersign.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Turn on notifications" })).toBeHidden();
});

test("after an approval, one card offers notifications until the person says no", async ({
  workspace,
  enter,
}) => {
  const owner = await workspace.person("Otto");
  const agent = await workspace.agent("Offer bot", { owner });
  const { page } = await enter(owner, phone);
  await subscribeAt(service, page);
  const asking = await agent.refund(1250);
  await page.goto(asking.url);
  const offer = page.getByRole("link", { name: "Set up notifications" });
  await expect(approveButton(page)).toBeEnabled();
  await expect(offer).toBeHidden();
  await approveButton(page).tap();
  await expect(offer).toBeVisible();
  await page.getByRole("button", { name: "Not now" }).tap();
  await expect(offer).toBeHidden();
  await page.reload();
  await expect(outcome(page, "Approved by you")).toBeVisible();
  await expect(offer).toBeHidden();
  expect(await asking.ended).toMatchObject({ code: 0 });
});
