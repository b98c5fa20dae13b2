import type { Page } from "@playwright/test";
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

test("an admin opens a type to standing approvals, and an approver signs one on a phone, sees what it did, and ends it", async () => {
  test.slow();
  await workspace.asAdmin(openRefunds);
  const agent = await workspace.agent("Steady bot");
  const asking = await agent.refund(1250);
  await workspace.asAdmin(async (page) => {
    await page.setViewportSize(phone.viewport);
    await approveAfterReading(page, asking.url);
    await chooseLimits(page);
    await page.getByRole("button", { name: "Sign with passkey" }).click();
    await expect(page).toHaveURL(asking.url);
    const card = page.getByRole("region", { name: "Standing approvals", exact: true });
    await expect(card).toContainText("0 of 10 requests used");
    await card.getByText("What it covers").click();
    await expect(card).toContainText("Up to 1,250.00 USD");
    await expectAccessible(page, "a request with a standing approval");
    await page.goto(`${workspace.server.origin}/agents/${agent.id}/permissions`);
    const refunds = page.getByRole("row", { name: /refund\.create/ });
    await expect(refunds).toContainText("Auto-approve");
    // Some may be among the one in 20 that wait for the person, so no request is waited for.
    for (let request = 0; request < 4; request++) await agent.refund(900);
    await expect(async () => {
      await page.reload();
      await expect(refunds).toContainText(/[1-4] of 10 requests used/, { timeout: 1000 });
    }).toPass();
    await refunds.getByText("What it covers").click();
    await expect(refunds).toContainText("5,000.00 USD");
    await expectAccessible(page, "an agent with a standing approval");
    await page.goto(`${workspace.server.origin}/policy/actions/types/refund.create`);
    await page.getByRole("group", { name: "Standing approvals" }).getByLabel("Requests").fill("9");
    await page.getByRole("button", { name: "Save to draft" }).click();
    await expect(page.getByRole("link", { name: "Open draft" })).toBeVisible();
    await page.goto(`${workspace.server.origin}/policy/draft/review`);
    await expect(page.getByRole("main")).toContainText(
      /1 of refund\.create: it approved [1-4] requests? in 30 days/,
    );
    await expectAccessible(page, "a review that ends a standing approval");
    await page.goto(asking.url);
    await card.getByRole("button", { name: /^End/ }).click();
    await expect(page.getByRole("link", { name: "Sign standing approval…" })).toBeVisible();
    await expect(card).toBeHidden();
  });
});

async function openRefunds(page: Page): Promise<void> {
  await page.goto(`${workspace.server.origin}/policy/actions/types/refund.create`);
  const limits = page.getByRole("group", { name: "Standing approvals" });
  await limits.getByLabel("Days").fill("31");
  await limits.getByLabel("Requests").fill("10");
  await page.getByRole("button", { name: "Save to draft" }).click();
  await expect(limits).toContainText("at most 30 days");
  await limits.getByLabel("Days").fill("14");
  await limits.getByLabel("Amount each").fill("2000");
  await limits.getByLabel("Amount in total").fill("6000");
  const signers = page.getByRole("group", { name: "Who may sign" });
  await signers.getByLabel("The agent's owner").uncheck();
  await page.getByRole("button", { name: "Save to draft" }).click();
  await expect(signers).toContainText("Select at least one.");
  await signers.getByLabel("The agent's owner").check();
  await signers.getByLabel("Backup approvers").check();
  await page.getByRole("button", { name: "Save to draft" }).click();
  await page.getByRole("link", { name: "Open draft" }).click();
  await page.getByRole("link", { name: "Review and publish" }).click();
  await expect(page.getByRole("main")).toContainText("signed by the agent's owner or backup approvers");
  await publishReviewed(page);
}

/** Approves not faster than an approval counts (lib/approvals/standing/approvals/considered.ts). */
async function approveAfterReading(page: Page, url: string): Promise<void> {
  await page.goto(url);
  const openedAt = Date.now();
  await expect(approveButton(page)).toBeEnabled();
  await expect.poll(() => Date.now() - openedAt).toBeGreaterThan(3000);
  await approveButton(page).click();
  await page.getByRole("link", { name: "Sign standing approval…" }).click();
}

/** Chooses the limits on the first step, corrects them, and goes back once from what is signed. */
async function chooseLimits(page: Page): Promise<void> {
  const main = page.getByRole("main");
  const days = page.getByLabel("Days");
  const total = page.getByLabel("Amount in total");
  await expect(page.getByRole("heading", { name: "Sign standing approval" })).toBeVisible();
  await expectAccessible(page, "the limits of a standing approval");
  await days.fill("15");
  await total.fill("1,000");
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(days).toHaveAccessibleDescription(/Enter a whole number from 1 to 14\./);
  await expect(total).toHaveAccessibleDescription(/Enter a number without commas, such as 1000\./);
  await expect(total).toHaveValue("1,000");
  await expect(page.getByRole("button", { name: "Sign with passkey" })).toBeHidden();
  await days.fill("3");
  await total.fill("5000");
  const hours = page.getByRole("group", { name: "Hours of the day" });
  await hours.getByLabel("From").fill("08:00");
  await hours.getByLabel("To").fill("18:00");
  await page.getByRole("button", { name: "Continue" }).click();
  const zone = hours.getByLabel("Time zone");
  await expect(zone).toHaveAccessibleDescription(/Enter a time zone such as Europe\/Zurich\./);
  await expectAccessible(page, "the limits of a standing approval with an error");
  await zone.fill("Europe/Zurich");
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(main).toContainText("Steady bot · yours · you sign as its owner");
  await expect(main).toContainText("Up to 1,250.00 USD");
  await expect(main).toContainText("Refunds over 100 need 1 approval");
  await expect(main).toContainText("Based on only 1 approval");
  await expect(main).toContainText("None was denied, edited or failed.");
  await expect(main).toContainText("10 requests, 5 within an hour");
  await expect(main).toContainText("08:00–18:00 Europe/Zurich");
  await expectAccessible(page, "a standing approval to sign");
  await page.getByRole("link", { name: "Change limits" }).click();
  await expect(days).toHaveValue("3");
  await expect(total).toHaveValue("5000");
  await expect(zone).toHaveValue("Europe/Zurich");
  // The test runs at any time of the day.
  for (const label of ["From", "To", "Time zone"]) await hours.getByLabel(label).fill("");
  await page.getByRole("button", { name: "Continue" }).click();
}
