import type { Page } from "@playwright/test";
import { expectAccessible } from "../fixtures/accessible.ts";
import { approveButton, outcome } from "../fixtures/approval-screen.ts";
import { expect, test } from "../fixtures/test.ts";

const phone = { viewport: { width: 360, height: 640 }, hasTouch: true };

test("on a phone, four requests are above the fold, and three are approved in a row with nine taps and prompts", async ({
  workspace,
  enter,
}) => {
  const owner = await workspace.person("Rita Rhythm", ["Approver"]);
  const agent = await workspace.agent("Rhythm bot", { owner });
  const asked = [];
  for (const amount of [1250, 1300, 1350, 1400]) asked.push(await agent.refund(amount));
  const { page } = await enter(owner, phone);
  await page.goto(`${workspace.server.origin}/queue`);
  await expect(page.getByRole("link", { name: /^Needs you/ })).toHaveAttribute("aria-current", "page");
  const rows = page.locator("main [data-row]");
  await expect(rows).toHaveCount(4);
  const fold = await topOf(page, "[data-tab-bar]");
  const lowest = await rows.nth(3).evaluate((row) => row.getBoundingClientRect().bottom);
  expect(lowest).toBeLessThanOrEqual(fold);

  let taps = 0;
  const tap = async (name: string | RegExp, role: "link" | "button") => {
    await page.getByRole(role, { name }).first().tap();
    taps += 1;
  };
  await rows.first().tap();
  taps += 1;
  for (const left of [3, 2, 1]) {
    await approveButton(page).tap();
    // The tap and the passkey's own prompt, which the test's authenticator answers.
    taps += 2;
    await expect(outcome(page, "Approved by you")).toBeVisible();
    await expect(page.getByRole("link", { name: `Next request (${left} left)` })).toBeVisible();
    if (left > 1) await tap(/^Next request/, "link");
  }
  expect(taps).toBeLessThanOrEqual(9);
  for (const asking of asked.slice(0, 3)) expect((await asking.ended).code).toBe(0);

  await tap(/^Next request/, "link");
  await expect(page).toHaveURL(asked[3]?.url ?? "");
  await approveButton(page).tap();
  await expect(page.getByText("You're all caught up")).toBeVisible();
  await tap("Back to requests", "link");
  await expect(page.getByText("You're all caught up")).toBeVisible();
  expect((await asked[3]?.ended)?.code).toBe(0);
});

test("Next request leads to a request that still needs the person, past one that ended since, and to the list if none does", async ({
  workspace,
  enter,
}) => {
  const owner = await workspace.person("Nora Next", ["Approver"]);
  const agent = await workspace.agent("Next bot", { owner });
  const [first, withdrawn] = [await agent.refund(1250), await agent.refund(1300)];
  const [second, last] = [await agent.refund(1350), await agent.refund(1400)];
  const { page } = await enter(owner);
  const opened: string[] = [];
  page.on("framenavigated", (frame) => opened.push(new URL(frame.url()).pathname));
  await page.goto(first.url);
  await approveButton(page).click();
  const next = page.getByRole("link", { name: /^Next request \(/ });
  await expect(next).toHaveText("Next request (3 left)");
  withdrawn.interrupt();
  expect(await withdrawn.ended).toMatchObject({ code: 13 });
  await next.click();
  await expect(page).toHaveURL(second.url);
  await approveButton(page).click();
  await expect(next).toHaveText("Next request (1 left)");
  last.interrupt();
  expect(await last.ended).toMatchObject({ code: 13 });
  await next.click();
  await expect(page).toHaveURL(/\/queue$/);
  await expect(page.getByText("You're all caught up")).toBeVisible();
  for (const { url } of [withdrawn, last]) expect(opened).not.toContain(new URL(url).pathname);
  for (const { ended } of [first, second]) expect((await ended).code).toBe(0);
});

test("filters apply immediately, are in the URL, and Back restores them; J and K go from request to request", async ({
  workspace,
  enter,
}) => {
  const owner = await workspace.person("Fia Filter", ["Approver"]);
  const [first, second] = [
    await workspace.agent("First filtered bot", { owner }),
    await workspace.agent("Second filtered bot", { owner }),
  ];
  const asked = [await first.refund(1250), await second.refund(1300)];
  const { page } = await enter(owner);
  await page.goto(`${workspace.server.origin}/queue`);
  const rows = page.locator("main [data-row]");
  const agents = page.getByLabel("Agent", { exact: true });
  const openFilters = () => page.getByRole("button", { name: /^Filters/ }).click();
  await expect(rows).toHaveCount(2);
  await openFilters();
  await agents.focus();
  await agents.selectOption({ label: "Second filtered bot" });
  await expect(rows).toHaveCount(1);
  await expect(page).toHaveURL(new RegExp(`agent=${second.id}`));
  await expect(page.getByText("List updated")).toBeAttached();
  await expect(agents).toBeFocused();
  await expect(page.getByRole("list", { name: "Active filters" })).toHaveText(
    "Remove filter: Second filtered bot",
  );
  await page.goBack();
  await expect(rows).toHaveCount(2);
  await expect(agents).toHaveValue("");
  await expect(page.getByRole("list", { name: "Active filters" })).toHaveCount(0);

  await test.step("an unknown agent in the URL leaves no empty field", async () => {
    await page.goto(`${workspace.server.origin}/queue?agent=agt_0`);
    await expect(page.getByText("No agent has that name.")).toBeVisible();
    await expect(agents.locator("option:checked")).toHaveText("Any agent");
  });

  await test.step("a time typed by keyboard applies on Enter or on leaving the field, which keeps the focus", async () => {
    await page.goto(`${workspace.server.origin}/queue?state=all&from=2026-01-05T10:00:00Z`);
    const since = page.getByLabel(/^Since/);
    await openFilters();
    await expect(since).toBeEditable();
    await since.focus();
    await page.keyboard.press("ArrowUp");
    await expect(since).toHaveValue("2026-02-05T10:00");
    await expect(page).toHaveURL(/from=2026-01/);
    const applyTyped = page.getByRole("button", { name: "Apply" });
    await expect(applyTyped).toBeVisible();
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(/from=2026-02-05T10/);
    await expect(applyTyped).toBeHidden();
    await page.keyboard.press("ArrowUp");
    await applyTyped.click();
    await expect(page).toHaveURL(/from=2026-03-05T10/);
    await expect(since).toBeFocused();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(/from=2026-02-05T10/);
    for (const key of ["ArrowRight", "ArrowRight", "2", "0", "2", "5"]) await page.keyboard.press(key);
    await expect(since).toHaveValue("2025-02-05T10:00");
    await expect(page).toHaveURL(/from=2026-02/);
    await agents.focus();
    await expect(page).toHaveURL(/from=2025-02-05T10/);
    await page.goBack();
    await expect(since).toHaveValue("2026-02-05T10:00");
    await page.goto(`${workspace.server.origin}/queue`);
  });

  await rows.first().click();
  await expect(page).toHaveTitle(/Refund 1,250\.00 USD · First filtered bot/);
  await page.locator("#keyboard-shortcuts").waitFor({ state: "attached" });
  await page.keyboard.press("j");
  await expect(page).toHaveURL(asked[1]?.url ?? "");
  await expect(page.getByText("2 of 2")).toBeVisible();
  await page.keyboard.press("k");
  await expect(page).toHaveURL(asked[0]?.url ?? "");

  await test.step("G and a letter open a page of the navigation, and / goes to the filters", async () => {
    const keys = async (...pressed: string[]) => {
      for (const key of pressed) await page.keyboard.press(key);
    };
    // An approver has no audit log. The A after it isn't after G, and goes to Approve.
    await keys("g", "l", "g", "d", "a");
    await expect(approveButton(page)).toBeFocused();
    await keys("g", "p");
    await expect(page).toHaveURL(/\/policy$/);
    await keys("g", "a");
    await expect(page).toHaveURL(/\/agents$/);
    await keys("g", "r");
    await expect(page).toHaveURL(/\/queue$/);
    await expect(rows).toHaveCount(2);
    await keys("/");
    await expect(agents).toBeFocused();
    await keys("g", "a");
    await expect(page).toHaveURL(/\/queue$/);
  });
  for (const asking of asked) {
    asking.interrupt();
    await asking.ended;
  }
});

test("a list that takes its time shows its shape first, and its rows take the same place", async ({
  workspace,
  enter,
}) => {
  const { page } = await enter(workspace.admin, phone);
  await page.goto(`${workspace.server.origin}/people`);
  let answer = () => {};
  const isAnswered = new Promise<void>((resolve) => {
    answer = resolve;
  });
  await page.route("**/audit?_rsc=*", async (route) => {
    await isAnswered;
    await route.continue();
  });
  await page.getByRole("button", { name: "More" }).tap();
  await page.getByRole("link", { name: "Audit log" }).tap();
  await expect(page.getByRole("heading", { level: 1, name: "Audit log" })).toBeVisible();
  const expected = await topOf(page, "[data-skeleton-rows]");
  answer();
  const list = page.getByRole("region", { name: "Events" });
  await expect(list).toBeVisible();
  expect(Math.abs((await list.evaluate((card) => card.getBoundingClientRect().top)) - expected)).toBeLessThan(
    4,
  );

  await page.getByRole("button", { name: "Filters" }).tap();
  await page.getByLabel("Event type").selectOption("session.started");
  await expect(page).toHaveURL(/type=session\.started/);
  await page.getByRole("button", { name: "Done" }).tap();
  await expect(page.getByLabel("Event type")).toBeHidden();
  await expect(page.getByRole("button", { name: "Filters (1)" })).toBeVisible();
});

function topOf(page: Page, selector: string): Promise<number> {
  return page.locator(selector).evaluate((element) => element.getBoundingClientRect().top);
}

test("the filters work without script, also by time", async ({ workspace, newContext }) => {
  const { origin } = workspace.server;
  const context = await newContext({ storageState: workspace.admin.cookies, javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${origin}/queue?state=all`, { waitUntil: "load" });
  const since = page.getByLabel("Since (UTC)").filter({ visible: true });
  const openFilters = () => page.getByRole("button", { name: /^Filters/ }).click();
  await openFilters();
  await page.getByLabel("Risk").selectOption("Financial");
  await since.fill("2026-11-01T21:30");
  await since.press("Enter");
  await openFilters();
  await expect(since).toHaveValue("2026-11-01T21:30");
  await since.fill("2126-11-01T21:30");
  await since.press("Enter");
  await expect(page.getByText("No matching requests", { exact: true })).toBeVisible();
  await expect(page.getByLabel("Risk")).toHaveValue("spend");
});

test("rows are selected by keyboard and denied with one reason, and rows are 44 px high on a desktop and 64 px on a phone", async ({
  workspace,
  enter,
}) => {
  const owner = await workspace.person("Xena Select", ["Approver"]);
  const agent = await workspace.agent("Selected bot", { owner });
  const asked = [];
  for (let n = 0; n < 4; n += 1) asked.push(await agent.refund(1250 + n, ["--resource", `charge/ch_${n}`]));
  const { page } = await enter(owner, { viewport: { width: 1280, height: 800 } });
  await page.goto(`${workspace.server.origin}/queue`);
  await page.locator("#keyboard-shortcuts").waitFor({ state: "attached" });
  const rows = page.locator("main [data-row]");
  const heights = () => rows.evaluateAll((all) => all.map((row) => row.getBoundingClientRect().height));
  expect(await heights()).toEqual([44, 44, 44, 44]);
  await expect(rows.first()).toContainText("charge/ch_0");
  // A screen reader tells the check boxes of two rows apart.
  const names = [/^Select Refund a payment.*charge\/ch_0/, /^Select Refund a payment.*charge\/ch_1/];
  for (const name of names) await expect(page.getByRole("checkbox", { name })).toHaveCount(1);
  for (const key of ["j", "x", "Shift+J"]) await page.keyboard.press(key);
  const bar = page.getByRole("region", { name: "Selection" });
  await expect(bar.getByText("2 selected")).toBeVisible();
  await expect(bar.getByRole("link", { name: "Review together" })).toBeVisible();
  await expectAccessible(page, "queue with selected rows");
  await page.keyboard.press("d");
  const dialog = page.getByRole("dialog", { name: "Deny 2 requests?" });
  await dialog.getByRole("button", { name: "Not needed" }).click();
  await expect(rows).toHaveCount(2);
  for (const { ended } of asked.slice(0, 2)) expect((await ended).code).toBe(10);
  await page.setViewportSize(phone.viewport);
  expect(await heights()).toEqual([64, 64]);
  for (const asking of asked.slice(2)) {
    asking.interrupt();
    await asking.ended;
  }
});
