import type { BrowserContext, BrowserContextOptions, Locator, Page } from "@playwright/test";
import { expectAccessible } from "./fixtures/accessible.ts";
import type { Agent } from "./fixtures/agent-machine.ts";
import { tabTo } from "./fixtures/keyboard.ts";
import { publishButton, saveAndPublish } from "./fixtures/publish-draft.ts";
import { expect, givePasskey, test } from "./fixtures/test.ts";
import { Workspace } from "./fixtures/workspace.ts";

// These tests change the approvals for every refund, so they don't use the shared workspace.
let workspace: Workspace;
let agent: Agent;
test.beforeAll(async ({ browser }) => {
  workspace = await Workspace.open(browser);
  agent = await workspace.agent("Thresholded bot");
});
test.afterAll(async () => {
  await workspace?.close();
});

async function openThreshold(page: Page): Promise<Locator> {
  await page.goto(`${workspace.server.origin}/policy/thresholds/refund`);
  await expect(page.getByRole("button", { name: "Save to draft" })).toBeEnabled();
  return page.getByRole("slider").first();
}

/**
 * The exit code of an ask that does not wait for people: 0 when allowed, 14 when pending, 11 when
 * blocked.
 */
async function askEnds(amount: number, bot = agent): Promise<number | null> {
  return (await bot.refundToEnd(amount, ["--no-wait"])).code;
}

async function enter(
  newContext: (options?: BrowserContextOptions) => Promise<BrowserContext>,
  options: BrowserContextOptions = {},
): Promise<Page> {
  const context = await newContext({ storageState: workspace.admin.cookies, ...options });
  const page = await context.newPage();
  await givePasskey(workspace, workspace.admin, page);
  return page;
}

test("a limit moved by keyboard alone, saved and published, decides the next request", async ({
  newContext,
}) => {
  expect(await askEnds(150)).toBe(14);
  const page = await enter(newContext);
  await page.goto(`${workspace.server.origin}/policy`);
  await tabTo(page, page.getByRole("link", { name: "New threshold" }));
  await tabTo(page, page.locator('a[href="/policy/thresholds/refund"]'));
  await page.keyboard.press("Enter");
  const slider = page.getByRole("slider").first();
  await expect(slider).toHaveAttribute(
    "aria-valuetext",
    "100.00 USD, EUR or GBP: auto-approved up to this limit, needs approval above",
  );
  await tabTo(page, slider);
  for (let presses = 0; presses < 5; presses++) await page.keyboard.press("ArrowRight");
  await expect(slider).toHaveAttribute("aria-valuenow", "150");
  await page.keyboard.press("PageUp");
  await page.keyboard.press("PageDown");
  await expect(slider).toHaveAttribute("aria-valuenow", "100");
  await page.keyboard.press("End");
  await expect(slider).toHaveAttribute("aria-valuenow", "4999.99");
  await page.keyboard.press("ArrowRight");
  await expect(slider).toHaveAttribute("aria-valuenow", "4999.99");
  await page.keyboard.press("Home");
  await expect(slider).toHaveAttribute("aria-valuenow", "0.01");
  await tabTo(page, page.getByLabel("Up to", { exact: true }));
  await page.keyboard.press("Control+a");
  await page.keyboard.type("150");
  await expect(slider).toHaveAttribute("aria-valuenow", "150");
  await tabTo(page, page.getByRole("button", { name: "Save to draft" }));
  await page.keyboard.press("Enter");
  const review = page.getByRole("link", { name: "Review and publish" });
  await expect(review).toBeVisible();
  await tabTo(page, review);
  await page.keyboard.press("Enter");
  const publish = page.getByRole("button", { name: publishButton });
  await expect(publish).toBeVisible();
  await tabTo(page, publish);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/policy$/);
  expect(await askEnds(150)).toBe(0);
  expect(await askEnds(150.01)).toBe(14);
});

test("a limit dragged with the mouse stops at the next limit, recolors past requests, and fills the field that is saved", async ({
  newContext,
}) => {
  const page = await enter(newContext);
  const slider = await openThreshold(page);
  // The first of two: the second, for screen readers, follows when the summary has settled.
  const summary = page.getByText(/^Of \d+ requests in USD/).first();
  const before = await summary.textContent();
  const box = await slider.boundingBox();
  if (!box) throw new Error("the slider is not on the screen");
  const [x, y] = [box.x + box.width / 2, box.y + box.height - 20];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + 2000, y, { steps: 5 });
  await expect(slider).toHaveAttribute("aria-valuenow", "4999.99");
  await page.mouse.move(x + 60, y, { steps: 5 });
  await page.mouse.up();
  const edge = Number(await slider.getAttribute("aria-valuenow"));
  expect(edge).toBeGreaterThan(160);
  expect(edge).toBeLessThan(1000);
  expect(Number(edge.toPrecision(2))).toBe(edge);
  await expect(page.getByLabel("Up to", { exact: true })).toHaveValue(String(edge));
  await expect(summary).not.toHaveText(before ?? "");
});

test("a typed limit is taken exactly, and one outside its neighbors is refused at its field", async ({
  newContext,
}) => {
  const page = await enter(newContext);
  await openThreshold(page);
  const edge = page.getByLabel("Up to", { exact: true });
  for (const [typed, fault] of [
    ["1,250", /Enter a number/],
    ["5000", /less than 5000/],
    ["0", /greater than 0/],
  ] as const) {
    await edge.fill(typed);
    await expect(edge).toHaveAccessibleDescription(fault);
    await page.getByRole("button", { name: "Save to draft" }).click();
    await expect(edge).toBeFocused();
  }
  await edge.fill("300.10");
  await saveAndPublish(page);
  expect(await askEnds(300.1)).toBe(0);
  expect(await askEnds(300.11)).toBe(14);
});

test("the threshold editor on a phone: limits are dragged by touch, tiers split, changed and removed, and it is accessible", async ({
  newContext,
}) => {
  const page = await enter(newContext, {
    viewport: { width: 390, height: 844 },
    isMobile: true,
    hasTouch: true,
  });
  const slider = await openThreshold(page);
  const box = await slider.boundingBox();
  if (!box) throw new Error("the slider is not on the screen");
  expect(Math.min(box.width, box.height)).toBeGreaterThanOrEqual(44);
  const before = Number(await slider.getAttribute("aria-valuenow"));
  const at = (by: number) => ({
    touchPoints: [{ x: box.x + box.width / 2 + by, y: box.y + box.height - 20 }],
  });
  const finger = await page.context().newCDPSession(page);
  await finger.send("Input.dispatchTouchEvent", { type: "touchStart", ...at(0) });
  for (const by of [10, 20, 30])
    await finger.send("Input.dispatchTouchEvent", { type: "touchMove", ...at(by) });
  await finger.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
  expect(Number(await slider.getAttribute("aria-valuenow"))).toBeGreaterThan(before);

  await page.getByRole("button", { name: /^Divide tier over 5,000.00/ }).tap();
  await expect(page.getByRole("group", { name: /^Tier \d of 5/ })).toHaveCount(5);
  await expect(page.getByRole("textbox", { name: "Over 5,000.00, up to" })).toBeFocused();
  await page
    .getByRole("group", { name: /^Tier 4 of 5/ })
    .getByLabel("Outcome")
    .selectOption("Needs 3 approvals");
  await page
    .getByText(/^Approved by the owner or/)
    .nth(2)
    .tap();
  await expectAccessible(page, "a threshold that is being edited", { at: "/policy/thresholds/refund" });
  await page.getByRole("button", { name: /^Remove tier over 5,000.00/ }).tap();
  await expect(page.getByRole("group", { name: /^Tier \d of 4/ })).toHaveCount(4);
});

test("a new threshold on the number of requests requires approval once one agent asks too often", async ({
  newContext,
}) => {
  // Before the admin's passkey is copied into the page: making an agent uses it, and its counter
  // must not go backwards.
  const eager = await workspace.agent("Eager bot");
  const page = await enter(newContext);
  await page.goto(`${workspace.server.origin}/policy`);
  await page.getByRole("link", { name: "New threshold" }).click();
  await page.getByLabel("Action type").selectOption({ label: "Refund a payment (refund.create)" });
  await page.getByRole("radio", { name: /^Number of requests over time/ }).check();
  await page.getByLabel("Period").selectOption("1 hour");
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByLabel("Up to", { exact: true }).fill("2");
  await page
    .getByRole("group", { name: /^Tier 2/ })
    .getByLabel("Outcome")
    .selectOption("Blocked");
  await page.getByText("Conditions, agents, resources and hours").click();
  await page.getByRole("checkbox", { name: "Eager bot", exact: true }).check();
  await saveAndPublish(page);
  await expect(page.getByText(/^Only if agent is Eager bot/)).toBeVisible();
  const ends = [];
  for (let asks = 0; asks < 3; asks++) ends.push(await askEnds(5, eager));
  expect(ends).toEqual([0, 0, 11]);
});

test("a rule or threshold that is opened and saved unchanged changes nothing", async ({ newContext }) => {
  const page = await enter(newContext);
  for (const path of ["/policy/thresholds/payment", "/policy/draft/rules/payment-other-currency"]) {
    await page.goto(workspace.server.origin + path);
    await page.getByRole("button", { name: "Save to draft" }).click();
    await expect(page).toHaveURL(/\/policy$/);
    await expect(page.getByRole("region", { name: "Draft" })).toHaveCount(0);
  }
});
