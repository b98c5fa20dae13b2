import type { Locator } from "@playwright/test";
import { expectAccessible } from "./fixtures/accessible.ts";
import type { Agent } from "./fixtures/agent-machine.ts";
import { publishButton } from "./fixtures/publish-draft.ts";
import { expect, givePasskey, test } from "./fixtures/test.ts";
import { expectTouchTarget } from "./fixtures/touch-target.ts";
import { Workspace } from "./fixtures/workspace.ts";

// Publishes another limit for refunds, so it doesn't use the shared workspace.
let workspace: Workspace;
let agent: Agent;
test.beforeAll(async ({ browser }) => {
  workspace = await Workspace.open(browser);
  agent = await workspace.agent("Refund bot");
});
test.afterAll(async () => {
  await workspace?.close();
});

test("the only version isn't compared with itself", async ({ newContext }) => {
  const page = await (await newContext({ storageState: workspace.admin.cookies })).newPage();
  await page.goto(`${workspace.server.origin}/policy/versions`);
  await expect(page.getByRole("link", { name: "Version 1" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Compare versions" })).toHaveCount(0);
  await page.goto(`${workspace.server.origin}/policy/versions/compare`);
  await expect(page.getByRole("heading", { name: "Version 1 is the only version so far" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Compare" })).toHaveCount(0);
});

test("a limit is moved with four clicks on one page, and Esc and Back ask before they close what was typed", async ({
  newContext,
}) => {
  test.slow();
  const context = await newContext({ storageState: workspace.admin.cookies });
  const page = await context.newPage();
  await givePasskey(workspace, workspace.admin, page);
  await page.goto(`${workspace.server.origin}/policy`);
  await agent.refundToEnd(150, ["--no-wait"]);
  const edit = page.locator("a[href='/policy/thresholds/refund']");
  const sheet = page.getByRole("dialog", { name: "Threshold: Refund a payment" });
  await edit.click();
  const limit = sheet.getByLabel("Up to", { exact: true });
  const saved = await limit.inputValue();
  await limit.fill("999");
  // Three times: the browser lets a page refuse to close a dialog only once.
  const question = page.getByRole("dialog", { name: "Discard your changes?" });
  for (let press = 0; press < 3; press++) {
    await page.keyboard.press("Escape");
    await expect(question.getByRole("button", { name: "Keep editing" })).toBeFocused();
    await page.keyboard.press("Escape");
    await expect(question).toHaveCount(0);
    await expect(limit).toBeFocused();
  }
  await sheet.getByRole("link", { name: "Close" }).click();
  await question.getByRole("button", { name: "Keep editing" }).click();
  await expect(limit).toHaveValue("999");
  // Not goBack, which waits for a page.
  await page.evaluate(() => history.back());
  await expect(question).toBeVisible();
  await expectAccessible(page, "the question before changes are discarded");
  await question.getByRole("button", { name: "Discard changes" }).click();
  await expect(sheet).toHaveCount(0);
  await expect(edit).toBeFocused();
  await edit.click();
  // What was left unsaved is gone.
  await expect(limit).toHaveValue(saved);
  await page.goBack();
  await expect(sheet).toHaveCount(0);
  await expect(edit).toBeFocused();

  const paths = new Set<string>();
  let clicks = 0;
  const click = async (control: Locator) => {
    await control.click();
    clicks += 1;
    paths.add(new URL(page.url()).pathname);
  };
  await click(edit);
  await limit.fill("175");
  await click(sheet.getByRole("button", { name: "Save to draft" }));
  await expect(sheet).toHaveCount(0);
  await expect(page.getByRole("listitem").filter({ has: edit })).toContainText("Edited");
  await expect(page.getByRole("region", { name: "Draft" })).toContainText("1 unpublished change");
  await expect(page.getByRole("status").filter({ hasText: "1 unpublished change" })).toBeAttached();
  await click(page.getByRole("link", { name: "Review and publish" }));
  const review = page.getByRole("dialog", { name: /^Review version/ });
  await expect(review.getByText(/ of the last 30 days would /)).toBeVisible({ timeout: 30_000 });
  await expect(review.getByRole("heading", { name: "1 change", exact: true })).toBeVisible();
  await expect(
    review
      .getByRole("listitem")
      .filter({ hasText: /Edited/ })
      .last(),
  ).toContainText("changed to 175.00");
  await expectAccessible(page, "the review of a moved limit");
  await click(review.getByRole("button", { name: publishButton }));
  await expect(page.getByRole("region", { name: /^Version \d+ is live$/ })).toBeFocused();
  paths.add(new URL(page.url()).pathname);
  expect({ clicks, paths: [...paths] }).toEqual({ clicks: 4, paths: ["/policy"] });
  expect((await agent.refundToEnd(175, ["--no-wait"])).code).toBe(0);
});

test("new rules and thresholds are written in the sheet, and a removed rule and threshold are restored, on one page", async ({
  newContext,
}) => {
  test.slow();
  const { origin } = workspace.server;
  const context = await newContext({ storageState: workspace.admin.cookies });
  const page = await context.newPage();
  await page.goto(`${origin}/policy`);
  const newRule = page.getByRole("link", { name: "New rule" });
  await newRule.click();
  const rule = page.getByRole("dialog", { name: "New rule" });
  await expect(rule.getByLabel("Name", { exact: true })).toBeFocused();
  await expectAccessible(page, "a new rule in the sheet", { at: "/policy?sheet=draft/rules/new" });
  await page.keyboard.press("Escape");
  await expect(rule).toHaveCount(0);
  await expect(newRule).toBeFocused();

  // The form has an address of its own.
  await page.goto(`${origin}/policy/draft/rules/new`);
  await rule.getByLabel("Name", { exact: true }).fill("Reading data needs approval");
  await rule.getByLabel("Action type", { exact: true }).selectOption("Read data");
  await rule.getByRole("button", { name: "Save to draft" }).click();
  await expect(rule).toHaveCount(0);
  const draft = page.getByRole("region", { name: "Draft" });
  await expect(draft).toContainText("1 unpublished change");

  const newThreshold = page.getByRole("link", { name: "New threshold" });
  await newThreshold.click();
  await page.getByRole("dialog", { name: "New threshold" }).getByRole("button", { name: "Continue" }).click();
  const threshold = page.getByRole("dialog", { name: /^New threshold: / });
  await expect(threshold.getByRole("slider").first()).toBeVisible();
  await expectAccessible(page, "a new threshold in the sheet");
  await threshold.getByRole("link", { name: "Close" }).click();
  await expect(newThreshold).toBeFocused();

  for (const [kind, heading] of [
    ["Auto-approve reading data", /^Auto-approve reading data/],
    ["threshold", /^By amount per request/],
  ] as const) {
    await page
      .getByRole("button", { name: `Remove ${kind}` })
      .last()
      .click();
    await page
      .getByRole("dialog")
      .getByRole("button", { name: /^Remove (rule|threshold)$/ })
      .click();
    await expect(draft).toContainText("2 unpublished changes");
    await page.getByRole("button", { name: `Restore ${kind}` }).click();
    await expect(draft).toContainText("1 unpublished change");
    await expect(page.locator(":focus")).toHaveText(heading);
  }
  await draft.getByRole("button", { name: /^Discard/ }).click();
  await page
    .getByRole("dialog")
    .getByRole("button", { name: /^Discard/ })
    .click();
  await expect(draft).toHaveCount(0);
});

test("removing a rule and saving the default outcome leave the focus where the person was", async ({
  newContext,
}) => {
  const context = await newContext({
    ...{ storageState: workspace.admin.cookies, hasTouch: true, isMobile: true },
    viewport: { width: 640, height: 360 },
  });
  const page = await context.newPage();
  await page.goto(`${workspace.server.origin}/policy`);
  // The frame's later script, which keeps the focus, is loaded.
  await expect(page.locator("body > [data-shell] [role=status]")).toBeAttached();
  const rule = page.getByRole("listitem").filter({ hasText: "Auto-approve reading data" }).last();
  const remove = rule.getByRole("button", { name: /^Remove / });
  await remove.click();
  await page.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
  await expect(remove).toBeFocused();
  await remove.click();
  await page.getByRole("dialog").getByRole("button", { name: "Remove rule" }).click();
  await expect(rule.getByText("Removed")).toBeVisible();
  await expect(page.getByRole("heading", { name: "Auto-approve reading data" })).toBeFocused();
  await test.step("the focus never goes to the control of another row", async () => {
    await page.evaluate(() => {
      const list = document.createElement("section");
      const row = "<li><h3>Row</h3><button>Revoke</button></li>";
      list.innerHTML = `<h2>A list</h2><ul>${row}${row}</ul>`;
      document.querySelector("main")?.append(list);
      list.querySelector("button")?.focus();
      list.querySelector("li")?.remove();
    });
    await expect(page.getByRole("heading", { name: "A list" })).toBeFocused();
  });
  await page.getByLabel("Default outcome").selectOption("block");
  const save = page.getByRole("button", { name: "Save default outcome" });
  await save.click();
  const bar = page.getByRole("region", { name: "Draft" });
  await expect(bar).toContainText("2 unpublished changes");
  await expect(save).toBeFocused();

  // On a phone held sideways the bar is one line, and its controls are large enough for fingers.
  expect((await bar.boundingBox())?.height).toBeLessThanOrEqual(52);
  for (const name of ["Preview", "Review and publish", "Draft", /· Live$/])
    await expectTouchTarget(page.getByRole("link", { name, exact: true }));
});

test("Back after Cancel and after a saved threshold doesn't open the sheet again", async ({ newContext }) => {
  const { origin } = workspace.server;
  const page = await (await newContext({ storageState: workspace.admin.cookies })).newPage();
  const newThreshold = page.getByRole("link", { name: "New threshold" });
  const threshold = page.getByRole("dialog", { name: /^New threshold: / });
  for (const leave of ["Cancel", "Save to draft"]) {
    await page.goto(`${origin}/people`);
    await page.getByRole("link", { name: "Policy" }).first().click();
    await newThreshold.click();
    await page
      .getByRole("dialog")
      .getByLabel("Action type")
      .selectOption({ label: "Make a payment (payment.create)" });
    await page.getByRole("dialog").getByRole("button", { name: "Continue" }).click();
    await threshold.getByText(leave, { exact: true }).click();
    await expect(threshold).toHaveCount(0);
    await page.goBack();
    await expect(newThreshold).toBeVisible();
    await expect(page.getByRole("dialog")).toHaveCount(0);
  }
});

test("a rule found by search on the policy's own page is in view", async ({ workspace, enter }) => {
  const { page } = await enter(workspace.admin, { viewport: { width: 1280, height: 800 } });
  await page.goto(`${workspace.server.origin}/policy`);
  const field = page.getByRole("combobox", { name: "Search requests" });
  await page.locator("#keyboard-shortcuts").waitFor({ state: "attached" });
  await page.keyboard.press("Control+k");
  await field.fill("rule refunds");
  await expect(page.getByRole("option").first()).toContainText(/refunds/i);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/#rule-/);
  const rule = page.locator(new URL(page.url()).hash);
  await expect(rule).toBeInViewport();
  // The focus leaves the closed palette a moment later, and must not take the page along.
  await expect.poll(() => page.evaluate(() => document.activeElement?.localName)).not.toMatch(/input|body/);
  await expect(rule).toBeInViewport();
});
