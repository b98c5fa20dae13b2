import type { Page } from "@playwright/test";
import { announce } from "#lib/notices/announce";
import { approveButton, outcome } from "./fixtures/approval-screen.ts";
import { withDatabase } from "./fixtures/database.ts";
import { bell, openNotifications } from "./fixtures/notifications.ts";
import { expect, test } from "./fixtures/test.ts";

/** The event streams that a page opens. */
function streamsOf(page: Page): string[] {
  const streams: string[] = [];
  page.on("request", (request) => {
    if (request.url().includes("/api/live")) streams.push(request.url());
  });
  return streams;
}

test("all parts of a tab share one stream, and its title counts the requests to decide", async ({
  workspace,
  enter,
}) => {
  const owner = await workspace.person("Lia Live");
  const agent = await workspace.agent("Live bot", { owner });
  const { page } = await enter(owner);
  const streams = streamsOf(page);
  await page.goto(`${workspace.server.origin}/queue`);
  await expect(page.getByText("You're all caught up")).toBeVisible();
  await expect(page).toHaveTitle("Requests · Countersign");

  const asking = await agent.refund(1250);
  await expect(page).toHaveTitle("(1) Requests · Countersign");
  const main = page.getByRole("navigation", { name: "Main", exact: true });
  await expect(main.getByRole("link", { name: "Requests 1 to decide" })).toBeVisible();
  const rows = page.locator("main [data-row]");
  // An empty list has nothing that could move, so it shows the first request without being asked.
  await expect(rows).toHaveCount(1);
  await expect(page.getByText("You're all caught up")).toHaveCount(0);
  const second = await agent.refund(1300);
  await expect(page.getByRole("button", { name: "1 new request · Show" })).toBeVisible();
  await expect(rows).toHaveCount(1);
  second.interrupt();
  await second.ended;
  expect(streams).toHaveLength(1);

  await main.getByRole("link", { name: "Agents" }).click();
  await expect(page).toHaveTitle("(1) Agents · Countersign");
  expect(streams).toHaveLength(1);

  await page.goto(asking.url);
  await approveButton(page).click();
  await expect(outcome(page, "Approved by you")).toBeVisible();
  await expect(page).toHaveTitle(/^[^(]/);
  expect((await asking.ended).code).toBe(0);
  expect(streams).toHaveLength(2);
});

test("a notice that arrives while a page is open is marked on the bell, and listed when the list is opened", async ({
  workspace,
  enter,
}) => {
  const person = await workspace.person("Nora Notified", ["Admin"]);
  const { page } = await enter(person);
  await page.goto(`${workspace.server.origin}/settings`);
  await expect(page.getByRole("main").getByRole("heading").first()).toBeVisible();
  await withDatabase(workspace.server, (db) =>
    db.transaction((tx) => announce(tx, { kind: "sso_bypassed", now: new Date() })),
  );
  await expect(bell(page)).toHaveAccessibleName(/new$/);
  const notifications = await openNotifications(page);
  const arrived = notifications
    .getByRole("paragraph")
    .filter({ hasText: "An admin used break-glass to sign in" });
  await expect(arrived).toBeVisible();
  await expect(bell(page)).toHaveAccessibleName(/^Notifications \d+$/);
  await arrived
    .locator("..")
    .getByRole("button", { name: /^Dismiss/ })
    .click();
  await expect(arrived).toHaveCount(0);
  // An older notice may be the first one now, which isn't new.
  await expect(bell(page)).toHaveAccessibleName(/^Notifications(?: \d+)?$/);
  await page.getByRole("status").getByRole("button", { name: "Undo" }).click();
  await expect(arrived).toBeVisible();
  await expect(notifications).toBeFocused();
  await arrived
    .locator("..")
    .getByRole("button", { name: /^Dismiss/ })
    .click();
  await expect(arrived).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Undo" })).toBeVisible();
  await page.keyboard.press("Control+z");
  await expect(arrived).toBeVisible();
  // Other tests of this workspace may have notified its admins as well.
  const dismiss = notifications.getByRole("button", { name: /^Dismiss/ });
  for (let left = await dismiss.count(); left > 0; left--) {
    await dismiss.first().click();
    await expect(dismiss).toHaveCount(left - 1);
  }
  await expect(notifications).toContainText("No notifications");
  await expect(notifications).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(notifications).toBeHidden();
});

test("a late answer to Next request changes no page that the person went to since", async ({
  workspace,
  enter,
}) => {
  const owner = await workspace.person("Lena Late", ["Approver"]);
  const agent = await workspace.agent("Slow answer bot", { owner });
  const [first, second] = [await agent.refund(1250), await agent.refund(1300)];
  const { page } = await enter(owner);
  await page.goto(first.url);
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route("**/api/queue/next?*", (route) => held.then(() => route.continue()));
  await page.getByRole("link", { name: "Next request" }).click();
  await page.getByRole("link", { name: "Agents", exact: true }).first().click();
  await expect(page).toHaveURL(/\/agents/);
  const answered = page.waitForResponse(/\/api\/queue\/next/);
  release();
  await answered;
  await page.waitForLoadState("networkidle");
  expect(page.url()).toMatch(/\/agents/);
  for (const each of [first, second]) each.interrupt();
});
