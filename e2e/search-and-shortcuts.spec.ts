import type { Locator, Page } from "@playwright/test";
import { expectAccessible } from "./fixtures/accessible.ts";
import type { Agent } from "./fixtures/agent-machine.ts";
import { approveButton } from "./fixtures/approval-screen.ts";
import { expect, test } from "./fixtures/test.ts";

let agent: Agent;
test.beforeAll(async ({ workspace }) => {
  agent = await workspace.agent("Lookup bot");
});

/** The request in the queue. */
function rowOf(page: Page, url: string): Locator {
  return page.locator(`a[href="${new URL(url).pathname}"]`);
}

/** Waits for the shortcuts, which load after the page. */
function listens(page: Page): Promise<void> {
  return page.locator("#keyboard-shortcuts").waitFor({ state: "attached" });
}

test("J and K move through the queue, Enter opens, A goes to Approve, D opens Deny; not in a field, under a dialog, or turned off", async ({
  workspace,
  enter,
}) => {
  const [soonest, later] = [await agent.refund(1250), await agent.refund(1300)];
  const { page } = await enter(workspace.admin);
  // Requests of other agents in the shared workspace would be other rows.
  await page.goto(`${workspace.server.origin}/queue?agent=${agent.id}`);
  await expect(rowOf(page, soonest.url)).toBeVisible();
  await listens(page);
  const keys = async (...pressed: string[]) => {
    for (const key of pressed) await page.keyboard.press(key);
  };
  await keys("j");
  await expect(rowOf(page, soonest.url)).toBeFocused();
  await keys("j", "j", "j");
  await expect(rowOf(page, later.url)).toBeFocused();
  await keys("k", "k", "Control+j");
  await expect(rowOf(page, soonest.url)).toBeFocused();
  await keys("Enter");
  await expect(page).toHaveURL(soonest.url);
  await expect(approveButton(page)).toBeEnabled();

  const dialog = page.getByRole("dialog");
  await page.getByLabel("Note").focus();
  await page.keyboard.type("djk?");
  await expect(page.getByLabel("Note")).toHaveValue("djk?");
  await expect(dialog).toHaveCount(0);
  await page.getByLabel("Note").blur();
  await keys("a");
  await expect(approveButton(page)).toBeFocused();
  await keys("d");
  await expect(dialog).toHaveAccessibleName("Deny this request?");
  await expect(dialog.getByLabel("Message to the agent")).toHaveValue("");
  await dialog.getByRole("button", { name: "Cancel" }).focus();
  await keys("?", "Control+k");
  await expect(dialog).toHaveAccessibleName("Deny this request?");
  await keys("Escape");
  await expect(page.getByRole("button", { name: "Deny…" })).toBeFocused();

  await keys("?");
  await expect(dialog).toHaveAccessibleName("Keyboard shortcuts");
  await expect(dialog.getByRole("heading", { name: "Keyboard shortcuts" })).toBeFocused();
  await expectAccessible(page, "the sheet of shortcuts");
  await dialog.getByLabel("Use single-key shortcuts in this browser").uncheck();
  await keys("Escape", "d", "?");
  await expect(dialog).toHaveCount(0);
  await page.reload();
  await listens(page);
  // Deny is disabled, for the key as for the mouse, until its dialog has loaded.
  await expect(page.getByRole("button", { name: "Deny…" })).toBeEnabled();
  await keys("?", "Control+k");
  await expect(dialog).toHaveAccessibleName("Search");
  await page.keyboard.type("keyboard");
  await keys("Enter");
  await dialog.getByLabel("Use single-key shortcuts in this browser").check();
  await keys("Escape", "d");
  await expect(dialog).toHaveAccessibleName("Deny this request?");
  expect(soonest.isRunning).toBe(true);
  for (const asking of [soonest, later]) {
    asking.interrupt();
    await asking.ended;
  }
});

test("search finds pages, agents, people, requests, rules and Hold by keyboard, and by the magnifier on a phone", async ({
  workspace,
  enter,
}) => {
  const asking = await agent.refund(1250);
  const { page } = await enter(workspace.admin);
  await page.goto(asking.url);
  await listens(page);
  await page.keyboard.press("Control+k");
  const field = page.getByRole("combobox", { name: "Search requests" });
  const option = (name: string | RegExp) => page.getByRole("option", { name });
  const requestId = asking.url.split("/").at(-1) ?? "";
  await expect(field).toBeFocused();
  await expect(option("Audit log")).toBeVisible();
  await field.fill("lookup");
  await expect(option(/^Lookup bot/)).toHaveAttribute("aria-selected", "true");
  await expect(field).toHaveAttribute(
    "aria-activedescendant",
    (await option(/^Lookup bot/).getAttribute("id")) ?? "",
  );
  await expectAccessible(page, "search results");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Lookup bot" })).toBeVisible();

  await page.keyboard.press("Control+k");
  await field.fill(requestId.slice(0, 20));
  await expect(option(new RegExp(`^${requestId} ?Pending · Refund a payment · Lookup bot`))).toBeVisible();
  await field.fill("1,250.00 usd");
  await expect(option(/^Refund a payment 1,250.00 USD ?Pending · Lookup bot · charge/).first()).toBeVisible();
  await expect(page.getByText("Resources and amounts are searched in the newest 5,000")).toBeVisible();
  await expectAccessible(page, "requests by amount");
  await field.fill("hold lookup");
  await expect(option("Hold Lookup bot…")).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog");
  await expect(dialog).toHaveAccessibleName("Hold Lookup bot?");
  await page.keyboard.press("Escape");
  await expect(dialog).toHaveCount(0);
  await expect(page).toHaveURL(/\/agents\/agt_[^?]*$/);

  await page.keyboard.press("Control+k");
  await field.fill("threshold refund");
  await expect(option("Edit threshold: Refund a payment")).toHaveAttribute("aria-selected", "true");
  await field.fill("refunds over 100 need");
  await expect(option(/^Refunds over 100 need 1 approval/)).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Refunds over 100 need 1 approval" })).toBeVisible();

  await page.keyboard.press("Control+k");
  await field.fill("no such name");
  await expect(page.getByText(/^No results/)).toBeVisible();
  await field.fill("p");
  await expect(option(/^People$/)).toBeVisible();
  await page.keyboard.press("ArrowUp");
  await expect(page.getByRole("dialog").getByRole("option").last()).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("ArrowDown");
  await expect(page.getByRole("dialog").getByRole("option").first()).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("Escape");
  await expect(field).toHaveCount(0);

  const phone = await enter(workspace.admin, {
    viewport: { width: 360, height: 640 },
    isMobile: true,
    hasTouch: true,
  });
  await phone.page.goto(`${workspace.server.origin}/agents`);
  await listens(phone.page);
  await phone.page.getByRole("button", { name: "Search" }).tap();
  await phone.page.getByRole("dialog").getByRole("combobox").fill(requestId);
  await phone.page.getByRole("option", { name: requestId }).tap();
  await expect(phone.page).toHaveURL(asking.url);
  asking.interrupt();
  await asking.ended;
});

test("an event of the audit log is one line; J and Enter open its drawer, Escape returns to the line, and G then L leads to the whole log", async ({
  workspace,
  enter,
}) => {
  const bot = await workspace.agent("Logged bot");
  for (const amount of [51, 52, 53]) await bot.refundToEnd(amount);
  const pending = await bot.refund(1250);
  const { page } = await enter(workspace.admin);
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.goto(`${workspace.server.origin}/audit?agent=${bot.id}`);
  await listens(page);
  const events = page.getByRole("region", { name: "Events" });
  const rows = events.locator("[data-row]:visible");
  await expect(rows.nth(0)).toHaveText("requested, needs approval");
  await expect(rows.nth(1)).toContainText("Logged botsent 3 auto-approved requests");
  for (const height of await rows.evaluateAll((all) =>
    all.map((row) => row.closest("li")?.getBoundingClientRect().height),
  ))
    expect(height).toBeLessThanOrEqual(44);
  await expect(events).toContainText("Refund a payment 1,250.00 USD");

  const dialog = page.getByRole("dialog");
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await expect(dialog).toHaveAccessibleName("Logged bot requested, needs approval");
  await expect(page).toHaveURL(/[?&]event=evt_/);
  await expectAccessible(page, "an open event");
  expect(await (await page.request.get(page.url())).text()).toContain("<dialog open");
  await page.keyboard.press("Escape");
  await expect(dialog).toHaveCount(0);
  await expect(page).not.toHaveURL(/event=/);
  await expect(rows.nth(0)).toBeFocused();

  await page.setViewportSize({ width: 1280, height: 900 });
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await expect(events.getByText("requested, auto-approved")).toHaveCount(3);
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await dialog.getByRole("link", { name: "Events of this request" }).click();
  await expect(dialog).toHaveCount(0);
  await expect(page).toHaveURL(/\/audit\?request=req_/);
  await expect(rows).toHaveText(["requested, auto-approved"]);

  await page.keyboard.press("g");
  await page.keyboard.press("l");
  await expect(page).toHaveURL(/\/audit$/);
  pending.interrupt();
  await pending.ended;
});

test("a press on Search before its script has loaded opens the search once it has", async ({
  workspace,
  enter,
}) => {
  const { page } = await enter(workspace.admin);
  await page.goto(`${workspace.server.origin}/agents`, { waitUntil: "commit" });
  await page.getByRole("button", { name: "Search" }).first().click();
  await expect(page.getByRole("dialog").getByRole("combobox")).toBeFocused();
});

test("a day typed in the filters of the audit log applies with Enter or when the field is left, and keeps the focus", async ({
  workspace,
  enter,
}) => {
  const { page } = await enter(workspace.admin);
  const audit = `${workspace.server.origin}/audit`;
  await page.goto(audit);
  const from = page.getByLabel("From (UTC)");
  await from.focus();
  await page.keyboard.type("11272026");
  await expect(from).toHaveValue("2026-11-27");
  await expect(page).toHaveURL(audit);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/[?&]from=2026-11-27/);
  await expect(from).toBeFocused();
  await page.getByLabel("Before (UTC)").focus();
  await page.keyboard.type("11272126");
  await from.focus();
  await expect(page).toHaveURL(/[?&]to=2126-11-27/);
  await page.goBack();
  await expect(page.getByLabel("Before (UTC)")).toHaveValue("");
  await page.getByRole("link", { name: "Clear" }).click();
  await expect(from).toHaveValue("");
  await page.getByRole("link", { name: "Last 7 days" }).click();
  await expect(from).not.toHaveValue("");
});
