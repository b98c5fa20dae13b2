import type { Page } from "@playwright/test";
import { expectAccessible } from "./fixtures/accessible.ts";
import type { Agent } from "./fixtures/agent-machine.ts";
import { OpenWorkspace } from "./fixtures/open-workspace.ts";
import { publishReviewed } from "./fixtures/publish-draft.ts";
import { expect, test } from "./fixtures/test.ts";

test.describe.configure({ mode: "serial" });
test.setTimeout(180_000);

let open: OpenWorkspace;
let agent: Agent;
test.beforeAll(async ({ browser }) => {
  open = await OpenWorkspace.open(browser);
  agent = await open.workspace.agent("Refund bot");
});
test.afterAll(() => open?.close());

/** Presses a button, and the button of the same kind in the dialogue that it opens. */
async function press(page: Page, opener: string | RegExp, confirm: string | RegExp = opener): Promise<void> {
  await page.getByRole("main").getByRole("button", { name: opener }).click();
  await page.getByRole("dialog").getByRole("button", { name: confirm }).click();
  await expect(page.getByRole("dialog")).toBeHidden();
}

const digestOn = async (page: Page) => (await page.locator("dd > code").first().textContent()) ?? "";

test("an admin sees the draft's impact on past and pending requests, and publishes it with a passkey", async ({
  newContext,
}) => {
  await open.history(agent.id, 2000);
  const asking = await agent.refund(1250);
  await open.draft({ id: "freeze", outcome: "block", title: "No refunds today" });
  const page = await open.page(newContext);
  await page.goto(`${open.origin}/policy`);
  await expect(page.getByRole("region", { name: "Draft" })).toContainText("1 unpublished change");
  const item = page.getByRole("listitem").filter({ hasText: "No refunds today" });
  await expect(item).toContainText("New");
  await page.getByRole("link", { name: "Version 1 · Live" }).click();
  await expect(item).toHaveCount(0);
  await page.getByRole("link", { name: "Draft", exact: true }).click();
  await page.getByRole("link", { name: "Review and publish" }).click();
  await expect(page.getByRole("dialog", { name: "Review version 2" })).toBeVisible();
  expect(await digestOn(page)).toMatch(/^[\w-]{43}$/);
  await expect(page.getByText("Of 1 pending request, 1 will be cancelled.")).toBeVisible();
  await expect(page.getByText("Blocked by “No refunds today”.")).toBeVisible();

  const found =
    "2,001 of 2,001 requests of the last 30 days would have a different outcome: 2,001 stricter. None become less strict.";
  await expect(page.getByRole("status").filter({ hasText: found })).toBeVisible({ timeout: 30_000 });
  await page.getByText("Numbers by outcome and owner").click();
  const moves = page.getByRole("table", { name: "Changed outcomes" });
  await expect(moves.getByRole("row", { name: /Auto-approved would be Blocked 2,000/ })).toBeVisible();
  await expect(moves.getByRole("row", { name: /Needs approval would be Blocked 1/ })).toBeVisible();
  await expectAccessible(page, "the review of a draft");

  await page.getByRole("link", { name: "View changed requests" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Impact preview");
  await expectAccessible(page, "a replay");
  await page.getByRole("link", { name: "1 of these", exact: true }).click();
  await expect(page.getByRole("link", { name: "Clear filters" })).toBeVisible();
  await page.getByRole("link", { name: /Refund a payment/ }).click();
  await expect(page).toHaveURL(/\/requests\/req_/);

  await page.goto(`${open.origin}/policy/draft/review`);
  await publishReviewed(page, "Publish version 2");
  await expect(page.getByText("Version 2 · Live")).toBeVisible();
  await expect(page.getByText("Version 2 is live", { exact: true })).toBeVisible();
  expect((await asking.ended).code).not.toBe(0);
});

test("a draft that another admin changes during a review is not published, and the page says so", async ({
  newContext,
}) => {
  await open.draft({ id: "freeze", outcome: "block", title: "Another title" });
  const page = await open.page(newContext);
  await test.step("while the preview runs there is nothing to press, and after 10 s the button says what is missing", async () => {
    let start = () => {};
    const held = new Promise<void>((resolve) => {
      start = resolve;
    });
    await page.clock.install();
    await page.route("**/policy/draft/review", async (route) => {
      if (route.request().method() === "POST") await held;
      await route.continue();
    });
    await page.goto(`${open.origin}/policy/draft/review`);
    await expect(page.getByRole("button", { name: "Waiting for preview…" })).toBeDisabled();
    await page.clock.fastForward(10_000);
    await expect(page.getByRole("button", { name: "Publish without preview" })).toBeEnabled();
    start();
    await expect(page.getByRole("button", { name: "Publish version 3" })).toBeEnabled();
  });
  await open.draft({ id: "freeze", outcome: "step_up", title: "Yet another title" });
  await page.getByRole("button", { name: "Publish version 3" }).click();
  const alert = page.getByRole("main").getByRole("alert");
  await expect(alert.filter({ hasText: "changed while you were reviewing it" })).toBeVisible();
  await page.goto(`${open.origin}/policy`);
  await expect(page.getByText("Version 2 · Live")).toBeVisible();
});

test("where two admins are required, one proposes and another publishes, and ending the requirement takes two as well", async ({
  newContext,
}) => {
  const bea = await open.workspace.person("Bea", ["Admin"]);
  const [ada, hers] = [await open.page(newContext), await open.page(newContext, bea)];
  await ada.goto(`${open.origin}/settings/publishing`);
  await press(ada, "Require two admins");
  await expect(ada.getByText("Two admins required", { exact: true })).toBeVisible();
  await expectAccessible(ada, "the publishing settings");

  await ada.goto(`${open.origin}/policy/draft/review`);
  await ada.getByRole("main").getByRole("button", { name: "Propose version 3" }).click();
  await expect(ada.getByText("You proposed this version")).toBeVisible();
  await expect(ada.getByRole("button", { name: /^(Publish|Propose) version/ })).toHaveCount(0);
  await hers.goto(`${open.origin}/policy/draft/review`);
  await expect(hers.getByText("Ada proposed this version")).toBeVisible();
  expect(await digestOn(hers)).toBe(await digestOn(ada));
  await expectAccessible(hers, "a proposed draft");
  await publishReviewed(hers, "Publish version 3");
  await hers.goto(`${open.origin}/policy/versions`);
  await expect(hers.getByRole("link", { name: /Version 3/ })).toContainText("Bea (proposed by Ada)");

  await ada.goto(`${open.origin}/settings/publishing`);
  await press(ada, "Turn off…", "Propose turning off");
  await expect(ada.getByText("Another admin must confirm a proposed change")).toBeVisible();
  await expect(ada.getByText("Two admins required", { exact: true })).toBeVisible();
  await hers.goto(`${open.origin}/settings/changes`);
  await hers.getByRole("button", { name: "Confirm… Turn off the two-admin requirement" }).click();
  await hers.getByRole("dialog").getByRole("button", { name: "Confirm change" }).click();
  await expect(hers.getByRole("dialog")).toBeHidden();
  await hers.goto(`${open.origin}/settings/publishing`);
  await expect(hers.getByText("One admin required", { exact: true })).toBeVisible();
});

test("any two versions can be compared, and an earlier one can be published as a new version", async ({
  newContext,
}) => {
  const page = await open.page(newContext);
  await page.goto(`${open.origin}/policy/versions`);
  await page.getByRole("link", { name: "Compare versions" }).click();
  await page.getByLabel("From").fill("1");
  await page.getByRole("button", { name: "Compare" }).click();
  await expect(page.getByRole("heading", { name: "1 change" })).toBeVisible();
  await expect(page.getByText("Yet another title")).toBeVisible();
  await expectAccessible(page, "two versions compared");

  await page.goto(`${open.origin}/policy/versions/1`);
  await press(page, "Restore", "Restore to draft");
  await expect(page).toHaveURL(/\/policy\/draft\/review$/);
  await publishReviewed(page, "Publish version 4");
  await expect(page.getByRole("button", { name: "Restore version 3" })).toBeVisible();
  await expect(page.getByText("Version 4 · Live")).toBeVisible();
  await page.goto(`${open.origin}/policy/versions/compare?from=1&to=4`);
  await expect(page.getByRole("heading", { name: "These versions are identical" })).toBeVisible();
});

test("a rule in monitor mode shows what it would have done, and one press makes the draft enforce it", async ({
  newContext,
}) => {
  await open.draft({ id: "watch", outcome: "block", title: "Try to freeze", isMonitored: true });
  const page = await open.page(newContext);
  await page.goto(`${open.origin}/policy/draft/review`);
  await publishReviewed(page, "Publish version 5");
  expect((await agent.refundToEnd(50)).code).toBe(0);
  await page.getByRole("link", { name: "Monitor mode" }).click();
  await expect(page.getByText("Matched 1 request since")).toBeVisible();
  await expect(page.getByRole("link", { name: /Refund a payment/ })).toContainText("Blocked");
  await expectAccessible(page, "monitored rules");
  // The agent's permissions list it once it applies.
  const refunds = page.getByRole("row", { name: /Refund a payment/ });
  const badge = refunds.getByText("Block", { exact: true });
  await page.goto(`${open.origin}/agents/${agent.id}/permissions`);
  await expect(refunds).toBeVisible();
  await expect(badge).toHaveCount(0);
  await page.goto(`${open.origin}/policy/monitor`);
  await page.getByRole("button", { name: "Enforce Try to freeze" }).click();
  await page.getByRole("link", { name: "Review and publish" }).click();
  await publishReviewed(page, "Publish version 6");
  await expect(page.getByText("Version 6 · Live")).toBeVisible();
  await page.goto(`${open.origin}/agents/${agent.id}/permissions`);
  await expect(badge).toBeVisible();
  expect((await agent.refundToEnd(50)).code).not.toBe(0);
});
