import { expectAccessible } from "../fixtures/accessible.ts";
import { approveButton } from "../fixtures/approval-screen.ts";
import { publishReviewed } from "../fixtures/publish-draft.ts";
import { expect, test } from "../fixtures/test.ts";
import { Workspace } from "../fixtures/workspace.ts";

// Publishes a policy, so it doesn't use the shared workspace.
let workspace: Workspace;
test.beforeAll(async ({ browser }) => {
  workspace = await Workspace.open(browser);
});
test.afterAll(async () => {
  await workspace?.close();
});

const phone = { viewport: { width: 360, height: 640 }, isMobile: true, hasTouch: true };

test("an admin opens a type to standing approvals, and an approver signs one on a phone, sees what it did, and ends it", async ({
  newContext,
}) => {
  test.slow();
  const admin = await (await newContext({ storageState: workspace.admin.cookies })).newPage();
  const { origin } = workspace.server;
  await workspace.asAdmin(async (page) => {
    await page.goto(`${origin}/policy/actions/types/refund.create`);
    const limits = page.getByRole("group", { name: "Standing approvals" });
    await limits.getByLabel("Days").fill("31");
    await limits.getByLabel("Requests").fill("10");
    await page.getByRole("button", { name: "Save to draft" }).click();
    await expect(limits).toContainText("At most 30 days");
    await limits.getByLabel("Days").fill("14");
    await limits.getByLabel("Amount each").fill("2000");
    await limits.getByLabel("Amount in total").fill("6000");
    await page.getByRole("button", { name: "Save to draft" }).click();
    await page.getByRole("link", { name: "Open draft" }).click();
    await page.getByRole("link", { name: "Review and publish" }).click();
    await publishReviewed(page);
  });
  await admin.close();

  const agent = await workspace.agent("Steady bot");
  const asking = await agent.refund(1250);
  await workspace.asAdmin(async (page) => {
    await page.setViewportSize(phone.viewport);
    await page.goto(asking.url);
    await expect(approveButton(page)).toBeEnabled();
    await page.waitForTimeout(3000);
    await approveButton(page).click();
    await page.getByRole("link", { name: "Stop asking for requests like this one" }).click();
    await expect(
      page.getByRole("heading", { name: "Let requests like this one run without asking?" }),
    ).toBeVisible();
    await expect(page.getByRole("main")).toContainText("up to 1250");
    await expectAccessible(page, "a standing approval to sign");
    await page.getByLabel("Days").fill("15");
    await page.getByRole("button", { name: "Update" }).click();
    await expect(page.getByText("Policy limits a standing approval of this type to 14 days")).toBeVisible();
    await page.getByLabel("Days").fill("3");
    await page.getByRole("button", { name: "Update" }).click();
    await page.getByRole("button", { name: "Sign with passkey" }).click();
    const card = page
      .getByRole("region", { name: "Standing approvals" })
      .or(page.locator("section", { hasText: "Standing approvals" }));
    await expect(card.first()).toContainText("0 of 10 requests used");
    // Some may be among the one in 20 that wait for the person, so no request is waited for.
    for (let request = 0; request < 4; request++) await agent.refund(900);
    await expect(async () => {
      await page.reload();
      await expect(card.first()).toContainText(/[1-4] of 10 requests used/, { timeout: 1000 });
    }).toPass();
    await expectAccessible(page, "an agent with a standing approval");
    await page.getByRole("button", { name: /^End/ }).click();
    await expect(page.getByText("of 10 requests used")).toBeHidden();
  });
});
