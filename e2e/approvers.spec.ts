import type { Page } from "@playwright/test";
import { expectAccessible } from "./fixtures/accessible.ts";
import type { Agent } from "./fixtures/agent-machine.ts";
import { approveButton, outcome, pressReview } from "./fixtures/approval-screen.ts";
import { choose } from "./fixtures/choose.ts";
import { openNotifications } from "./fixtures/notifications.ts";
import { saveAndPublish } from "./fixtures/publish-draft.ts";
import { expect, test } from "./fixtures/test.ts";
import type { Person } from "./fixtures/workspace.ts";

const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };

let owner: Person;
let cy: Person;
let del: Person;
let agent: Agent;
test.beforeAll(async ({ workspace }) => {
  owner = await workspace.person("Olga");
  cy = await workspace.person("Cy");
  del = await workspace.person("Del");
  agent = await workspace.agent("Shared bot", { owner });
});

/** The admin creates a group on the groups page. */
async function makeGroup(page: Page, origin: string, name: string, members: string[]): Promise<void> {
  await page.goto(`${origin}/people`);
  await page.getByRole("link", { name: "Groups" }).click();
  await page.getByRole("link", { name: "New group" }).click();
  await page.getByLabel("Name").fill(name);
  for (const member of members) await page.getByRole("checkbox", { name: member }).check();
  await page.getByRole("button", { name: "Create group" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Create group" }).click();
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
}

/** The admin requires, for refunds of one agent, the owner and another member of a group. */
async function publishRule(page: Page, origin: string, group: string): Promise<void> {
  await page.goto(`${origin}/policy/draft/rules/new`);
  await page.getByLabel("Name", { exact: true }).fill("Finance looks at refunds too");
  await page.getByLabel("Approvers", { exact: true }).selectOption("Owner plus a group");
  await page.getByLabel("Group").selectOption(group);
  await page.getByLabel("Action type", { exact: true }).selectOption("Refund a payment");
  await page.getByText("More options").click();
  await page.getByRole("checkbox", { name: "Shared bot", exact: true }).check();
  await saveAndPublish(page);
}

function deciders(page: Page) {
  return page.getByRole("region", { name: "Approvers" });
}

test("the owner and one of a group approve together, each on a phone", async ({ workspace, enter }) => {
  test.slow();
  const { origin } = workspace.server;
  const admin = await enter(workspace.admin, phone);
  await makeGroup(admin.page, origin, "Finance", ["Cy", "Del"]);
  await expectAccessible(admin.page, "a group");
  await admin.page.goto(`${origin}/people/groups`);
  await expectAccessible(admin.page, "the groups", { at: "/people/groups" });
  await publishRule(admin.page, origin, "Finance");
  await admin.page.goto(`${origin}/people/groups`);
  await admin.page.getByRole("link", { name: /Finance/ }).click();
  await expect(admin.page.getByText("Finance looks at refunds too")).toBeVisible();
  await expect(admin.page.getByRole("button", { name: "Delete group" })).toHaveCount(0);

  const asking = await agent.refund(1250);
  const url = asking.url;
  const { page } = await enter(cy, phone);
  await page.goto(`${origin}/queue`);
  await page.locator(`a[href="${new URL(url).pathname}"]`).tap();
  await expect(deciders(page)).toContainText("2 approvals from the owner and 1 other member of Finance");
  await expect(deciders(page)).toContainText("Olga · Owner");
  await expect(deciders(page)).toContainText("Cy (you) · Group member");
  await expectAccessible(page, "a request that needs a group");
  await approveButton(page).tap();
  await expect(outcome(page, "You approved (1 of 2)")).toBeVisible();

  const own = await enter(owner, phone);
  await own.page.goto(url);
  await approveButton(own.page).tap();
  await expect(outcome(own.page, /^Approved by (Cy and you|you and Cy)$/)).toBeVisible();
  expect(await asking.ended).toMatchObject({ code: 0 });
});

test("a delegate approves for an owner who is away, and the page, the history and the receipt name both", async ({
  workspace,
  enter,
}) => {
  test.slow();
  const { origin } = workspace.server;
  const bot = await workspace.agent("Delegated bot", { owner });
  const own = await enter(owner, phone);
  await own.page.goto(`${origin}/settings`);
  await choose(own.page.getByLabel("Delegate"), "Del");
  await own.page.getByRole("button", { name: "Add delegate" }).tap();
  await expect(own.page.getByLabel("Until")).toHaveAccessibleDescription(/Select a date and time/);
  const inThreeDays = new Date(Date.now() + 3 * 24 * 3600 * 1000).toISOString().slice(0, 16);
  await own.page.getByLabel("Until").fill(inThreeDays);
  await own.page.getByRole("button", { name: "Add delegate…" }).tap();
  await own.page.getByRole("dialog").getByRole("button", { name: "Add delegate" }).tap();
  await expect(own.page.getByText("Del can decide for you")).toBeVisible();
  await expectAccessible(own.page, "settings with a delegate");

  const asking = await bot.refund(1250);
  const { page } = await enter(del, phone);
  await page.goto(`${origin}/queue`);
  await expect(page.getByRole("link", { name: /Delegated bot/ })).toContainText("for Olga");
  await page.goto(asking.url);
  await expect(page.getByText("Deciding for Olga")).toBeVisible();
  await expect(deciders(page)).toContainText("Del (you) · Delegate for Olga until");
  await expectAccessible(page, "a delegate's request");
  await approveButton(page).tap();
  await expect(outcome(page, "Approved by you for Olga")).toBeVisible();
  await expect(page.getByText("Del approved for Olga")).toBeVisible();
  expect(await asking.ended).toMatchObject({ code: 0 });
  const href = await page.locator("a[download]").getAttribute("href");
  const receipt = await (await page.request.get(origin + (href ?? ""))).text();
  const verified = await bot.countersign(["verify", "-", "--unpinned"], receipt).ended;
  expect(verified).toMatchObject({ code: 0, stdout: expect.stringContaining("delegate for Olga") });

  await own.page.getByRole("button", { name: "End delegation: Del for Olga" }).tap();
  await expect(own.page.getByText("Del can decide for you")).toHaveCount(0);
  const next = await bot.refund(1300);
  expect((await page.request.get(next.url)).status()).toBe(404);
  next.interrupt();
});

test("an admin uses break-glass with a reason, the owner and the admins are notified, and a second admin reviews it", async ({
  workspace,
  enter,
}) => {
  test.slow();
  const { origin } = workspace.server;
  const second = await workspace.person("Sue", ["Admin"]);
  const asking = await agent.refund(6000, ["--param", `reason=${"Billed twice. ".repeat(80)}`]);
  const { page } = await enter(workspace.admin, phone);
  await page.goto(asking.url);
  await page.getByRole("link", { name: "Use break-glass…" }).tap();
  const button = page.getByRole("button", { name: "Approve with break-glass" });
  const reason = page.getByLabel("Why can't this wait?");
  const next = page.getByRole("button", { name: /^Review \d more details? not seen yet$/ });
  await expect(next).toBeVisible();
  await expect(button).toHaveCount(0);
  await expect(async () => {
    await pressReview(page);
    await expect(next).toHaveCount(0, { timeout: 1000 });
  }).toPass();
  await expect(button).toBeEnabled();
  await reason.fill("Urgent");
  await button.tap();
  await expect(reason).toHaveAccessibleDescription(/at least 20 characters/i);
  await expectAccessible(page, "a break-glass approval");
  await page.setViewportSize(phone.viewport);
  await reason.fill("Payments are down and Olga cannot be reached");
  await button.tap();
  await expect(page.getByText("Ada approved this alone with break-glass")).toBeVisible();
  await expect(page.getByText("Payments are down and Olga cannot be reached").first()).toBeVisible();
  await expectAccessible(page, "a request whose glass was broken");
  expect(await asking.ended).toMatchObject({ code: 0 });
  await page.goto(`${origin}/requests/break-glass`);
  await expect(page.getByText("You made this approval")).toBeVisible();

  const ownerSession = await enter(owner, phone);
  await ownerSession.page.goto(`${origin}/queue`);
  const notices = await openNotifications(ownerSession.page);
  await expect(notices).toContainText("Ada approved a request from Shared bot alone with break-glass");
  await notices.getByRole("button", { name: /^Dismiss/ }).tap();
  await expect(notices).toContainText("No notifications");

  const review = await enter(second, phone);
  await review.page.goto(`${origin}/queue`);
  const reviewNotices = await openNotifications(review.page);
  await expectAccessible(review.page, "the list of notifications");
  await review.page.setViewportSize(phone.viewport);
  await expect(reviewNotices).toContainText("Ada approved a request from Shared bot alone with break-glass");
  await review.page.keyboard.press("Escape");
  await review.page.getByRole("link", { name: "Break-glass reviews" }).tap();
  await expect(review.page.getByRole("link", { name: "Refund a payment 6,000.00 USD" })).toBeVisible();
  await expect(review.page.getByText("charge/ch_81")).toBeVisible();
  await expectAccessible(review.page, "the reviews", { at: "/requests/break-glass" });
  await review.page.getByRole("button", { name: "Record review" }).tap();
  await expect(review.page.getByLabel("Findings")).toHaveAccessibleDescription(/Describe what you found/);
  await review.page.getByRole("radio", { name: "Justified", exact: true }).check();
  await review.page.getByLabel("Findings").fill("The outage is in the log");
  await review.page.getByRole("button", { name: "Record review" }).tap();
  const question = review.page.getByRole("dialog", { name: "Record the review of Ada's approval?" });
  await expect(question).toContainText("Refund a payment");
  await expect(question).toContainText("6,000.00 USD");
  await expect(question).toContainText("The outage is in the log");
  await expectAccessible(review.page, "the confirmation of a review");
  await review.page.setViewportSize(phone.viewport);
  await question.getByRole("button", { name: "Record review" }).tap();
  await expect(review.page.getByRole("region", { name: "Reviewed" })).toContainText(
    "The outage is in the log",
  );
});
