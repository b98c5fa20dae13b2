import type { Page } from "@playwright/test";
import { expectAccessible } from "../fixtures/accessible.ts";
import { expect, test } from "../fixtures/test.ts";
import { expectTouchTarget } from "../fixtures/touch-target.ts";

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true };

const decide = (page: Page) => page.locator("[data-shortcut=approve]");
/** How many rows the button still leads to; 0 once it approves. */
const leftToReview = async (page: Page) =>
  Number(/^Review (\d+)/.exec((await decide(page).textContent()) ?? "")?.[1] ?? 0);
const rows = (page: Page) => page.locator("tbody[data-review]");

test("twelve alike refunds are approved with four presses from the queue, the passkey's prompt counted", async ({
  workspace,
  enter,
}) => {
  const owner = await workspace.person("Tess Twelve", ["Approver"]);
  const agent = await workspace.agent("Twelve bot", { owner });
  const asked = [];
  for (let n = 0; n < 12; n += 1) asked.push(await agent.refund(1200 + n, ["--resource", `charge/ch_${n}`]));
  const { page } = await enter(owner, phone);
  await page.goto(`${workspace.server.origin}/queue`);
  let presses = 0;
  await expect(page.getByText("12 requests in 10 min", { exact: true })).toBeVisible();
  await page.getByRole("link", { name: /^Review together · 14,466\.00.USD/ }).tap();
  presses += 1;
  await expect(page.getByText("12 of 12 selected")).toBeVisible();
  for (const row of await rows(page).all()) {
    const { height = 0 } = (await row.boundingBox()) ?? {};
    expect(height).toBeGreaterThanOrEqual(44);
    expect(height).toBeLessThanOrEqual(46);
  }
  await expectAccessible(page, "twelve requests in a table");
  await expectTouchTarget(page.getByRole("button", { name: "Deny 12…" }));
  await expect(decide(page)).toBeEnabled();
  if (/^Review/.test((await decide(page).textContent()) ?? "")) {
    await decide(page).tap();
    presses += 1;
  }
  await expect(decide(page)).toHaveText(/^Approve 12\s*14,466\.00.USD$/);
  const [deny, approve] = await Promise.all(
    [page.locator("[data-shortcut=deny]"), decide(page)].map((button) => button.boundingBox()),
  );
  expect([deny?.width, deny?.height]).toEqual([approve?.width, approve?.height]);
  expect(approve?.height).toBe(52);
  await decide(page).tap();
  // The tap and the passkey's own prompt, which the test's authenticator answers.
  presses += 2;
  await expect(page.getByRole("heading", { name: "12 approved" })).toBeFocused();
  expect(presses).toBeLessThanOrEqual(4);
  await expect(page.getByText("You're all caught up")).toBeVisible();
  for (const { ended } of asked) expect((await ended).code).toBe(0);
});

test("a jump to the end of the table approves nothing: each selected row has to be on screen", async ({
  workspace,
  enter,
}) => {
  const owner = await workspace.person("Jump Jona", ["Approver"]);
  const agent = await workspace.agent("Jumping bot", { owner });
  const asked = [];
  for (let n = 0; n < 18; n += 1) asked.push(await agent.refund(1200 + n, ["--resource", `charge/ch_${n}`]));
  const { page } = await enter(owner, { viewport: { width: 360, height: 640 }, hasTouch: true });
  await page.goto(`${workspace.server.origin}/queue`);
  await page.getByRole("link", { name: /^Review together/ }).click();
  await expect(decide(page)).toHaveText(/^Review \d+ more requests not seen yet$/);
  const before = await leftToReview(page);
  await page.evaluate(() => window.scrollTo({ top: document.body.scrollHeight, behavior: "instant" }));
  await expect(rows(page).last()).toBeInViewport();
  await expect.poll(() => leftToReview(page)).toBeLessThan(before);
  // A row between the first and the last screen was never on screen. It gets the focus and is shown.
  expect(await leftToReview(page)).toBeGreaterThan(0);
  await decide(page).click();
  await expect(page.locator("tbody[data-review]:focus")).toBeInViewport();
  await expect(decide(page)).toHaveText(/^Approve 18/);
  await expect(page.getByText("You can approve now.")).toBeAttached();
  for (const asking of asked) {
    asking.interrupt();
    await asking.ended;
  }
});

test("several requests are denied with one reason, which the agent gets for each, and Next leads to what is left", async ({
  workspace,
  enter,
}) => {
  const owner = await workspace.person("Dena Denial", ["Approver"]);
  const agent = await workspace.agent("Denied bot", { owner });
  const asked = [];
  for (let n = 0; n < 3; n += 1) asked.push(await agent.refund(1200 + n, ["--resource", `charge/ch_${n}`]));
  const { page } = await enter(owner, { viewport: { width: 1280, height: 800 } });
  await page.goto(`${workspace.server.origin}/queue`);
  await page.getByRole("link", { name: /^Review together.*Denied bot/ }).click();
  const all = page.getByRole("checkbox", { name: "Select all unmarked" });
  // The rows of the queue have check boxes of the same requests.
  await expect(all).toBeVisible();
  await page.getByRole("checkbox", { name: /ch_2/ }).uncheck();
  const list = page.url();
  await expect(all).toBeChecked({ indeterminate: true });
  await all.click();
  await expect(page.getByText("3 of 3 selected")).toBeVisible();
  await all.uncheck();
  await expect(page.getByText("0 of 3 selected. Select at least 2 to approve.")).toBeVisible();
  await expect(decide(page)).toBeDisabled();
  for (const charge of [/ch_0/, /ch_1/]) await page.getByRole("checkbox", { name: charge }).check();
  await page.getByRole("button", { name: "Deny 2…" }).click();
  const dialog = page.getByRole("dialog", { name: "Deny 2 requests?" });
  await dialog.getByRole("button", { name: "Not needed" }).click();
  await expect(page.getByRole("heading", { name: "2 denied" })).toBeFocused();
  for (const { ended } of asked.slice(0, 2))
    expect(await ended).toMatchObject({ code: 10, stderr: expect.stringContaining("Not needed") });
  await page.getByRole("link", { name: "Next request (1 left)" }).click();
  await expect(page).toHaveURL(asked[2]?.url ?? "");
  await page.goto(list);
  await page.getByRole("link", { name: "Review request" }).click();
  await expect(page).toHaveURL(asked[2]?.url ?? "");
  asked[2]?.interrupt();
  await asked[2]?.ended;
});
