import { expectAccessible } from "./fixtures/accessible.ts";
import type { Agent } from "./fixtures/agent-machine.ts";
import { choose } from "./fixtures/choose.ts";
import { expect, test } from "./fixtures/test.ts";

let agent: Agent;
test.beforeAll(async ({ workspace }) => {
  agent = await workspace.agent("Tried bot");
});

test("an admin simulates an action by keyboard alone and sees the outcome, the deciding rule and its place in the threshold", async ({
  workspace,
  enter,
}) => {
  const { origin } = workspace.server;
  const { page } = await enter(workspace.admin);
  await page.goto(`${origin}/policy`);
  await page.getByRole("link", { name: "Simulator" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Policy simulator" })).toBeVisible();
  await expectAccessible(page, "the test bench", { at: "/policy/try" });

  await choose(page.getByLabel("Agent"), "Tried bot");
  await page.getByLabel("Action type").fill("refund.create");
  const params = page.getByLabel("Parameters");
  await expect(params).toHaveValue(/"currency": "USD"/);
  await params.fill('{"amount": 1250, "currency": "USD"}');
  await params.press("Tab");
  for (const field of ["Resource", "Tool", "Time"]) await expect(page.getByLabel(field)).toBeVisible();
  await page.getByRole("button", { name: "Run" }).focus();
  await page.keyboard.press("Enter");
  const result = page.getByRole("region", { name: "Needs approval" });
  await expect(result.getByRole("heading", { level: 2 })).toBeFocused();
  await expect(result).toContainText("Requires 1 approval from the owner or a backup approver.");
  const decided = result.getByRole("listitem").filter({ hasText: "Refunds over 100 need 1 approval" });
  await expect(decided).toContainText("Decided");
  await expect(decided).toContainText("amount 1,250.00 is over 100.00 and not over 5,000.00");
  const tiers = result.getByRole("list", { name: "Tiers" });
  await expect(tiers.getByRole("listitem")).toHaveCount(4);
  await expect(tiers.getByRole("listitem").nth(1)).toHaveText(
    "over 100.00, up to 5,000.00Needs approval1,250.00",
  );
  await expect(result.getByText("Almost matched")).toHaveCount(0);
  await expectAccessible(page, "a result of the test bench");
});

test("the simulator on a phone shows auto-approval, refused parameters, and hostile text as the agent's words", async ({
  workspace,
  enter,
}) => {
  const { origin } = workspace.server;
  const { page } = await enter(workspace.admin, { viewport: { width: 390, height: 844 } });
  await page.goto(`${origin}/policy/try`);
  const params = page.getByLabel("Parameters");
  const tryIt = page.getByRole("button", { name: "Run" });
  await choose(page.getByLabel("Agent"), "Tried bot");
  await page.getByLabel("Action type").fill("refund.create");
  await params.fill('{"amount": 50, "currency": "USD"}');
  await tryIt.click();
  await expect(page.getByRole("heading", { name: "Auto-approved" })).toBeVisible();

  await params.fill('{\n"amount": -5,\n"currency": "USD"}');
  await tryIt.click();
  await expect(page.getByText("Line 2, /amount:")).toBeVisible();
  await expect(params).toBeFocused();
  await expectAccessible(page, "the policy simulator with an error");
  await page.setViewportSize({ width: 390, height: 844 });

  await page.getByLabel("Action type").fill("nobody.knows");
  await params.fill('{"currency": "<b>USD\u202e</b>"}');
  await tryIt.click();
  await expect(page.getByText("Can't be auto-approved: this action type isn't defined.")).toBeVisible();

  await page.getByLabel("Action type").fill("record.delete");
  await params.fill('{"count": 101}');
  await tryIt.click();
  await expect(page.getByText("Requires 2 approvals from the owner or backup approvers.")).toBeVisible();
});

test("parameters can't be typed before the page's script would keep them", async ({ workspace, enter }) => {
  const { page } = await enter(workspace.admin);
  let sendScripts = () => {};
  const isSeen = new Promise<void>((resolve) => {
    sendScripts = resolve;
  });
  await page.route("**/_next/static/**/*.js", (route) => isSeen.then(() => route.continue()));
  await page.goto(`${workspace.server.origin}/policy/try`, { waitUntil: "commit" });
  const params = page.getByLabel("Parameters");
  await expect(params).not.toBeEditable();
  sendScripts();
  await params.fill('{"amount": 50, "currency": "USD"}');
  await choose(page.getByLabel("Agent"), "Tried bot");
  await page.getByLabel("Action type").fill("refund.create");
  await page.getByRole("button", { name: "Run" }).click();
  await expect(page.getByRole("heading", { name: "Auto-approved" })).toBeVisible();
});

test("a request explains its outcome: the deciding rule with its numbers, and its place in the threshold", async ({
  workspace,
  enter,
}) => {
  const asked = await agent.refund(1250);
  const { page } = await enter(workspace.admin, { viewport: { width: 390, height: 844 } });
  await page.goto(asked.url);
  await page.getByRole("heading", { name: "Rule" }).click();
  await expect(page.getByRole("list", { name: "Tiers" }).getByRole("listitem").nth(1)).toContainText(
    "1,250.00",
  );
  await expectAccessible(page, "a request with the reasons");
  asked.interrupt();
  await asked.ended;
});

test("an approver can simulate actions of their own agents, by the live version only", async ({
  workspace,
  enter,
}) => {
  const { origin } = workspace.server;
  const approver = await workspace.person("Tess", ["Approver"]);
  const { page } = await enter(approver);
  await page.goto(`${origin}/policy/try`);
  await expect(page.getByText("No agents to test with")).toBeVisible();
  await expectAccessible(page, "the test bench without agents");
});

test("the simulator evaluates the draft before it is published, and at another time", async ({
  workspace,
  enter,
}) => {
  const { origin } = workspace.server;
  const { page } = await enter(workspace.admin);
  await page.goto(`${origin}/policy/draft/rules/new`);
  await page.getByLabel("Name", { exact: true }).fill("Refunds rest outside business hours");
  await page.getByLabel("Outcome", { exact: true }).selectOption("Block");
  await page.getByLabel("Action type", { exact: true }).selectOption("Refund a payment");
  await expect(page.getByText(/^Matches \d+ of \d+ requests? of the last 30 days$/)).toBeVisible();
  await page.getByText("More options").click();
  await page.getByRole("checkbox", { name: "Only at certain times" }).check();
  await page.getByLabel("Applies").selectOption("outside these hours");
  await page.getByLabel("Time zone").fill("Europe/Berlin");
  await page.getByRole("button", { name: "Save to draft" }).click();
  await expect(page).toHaveURL(/\/policy$/);

  await page.goto(`${origin}/policy/try`);
  await choose(page.getByLabel("Agent"), "Tried bot");
  await page.getByLabel("Action type").fill("refund.create");
  await page.getByLabel("Parameters").fill('{"amount": 50, "currency": "USD"}');
  await page.getByLabel("Time").fill("2026-05-01T16:30");
  const tryIt = page.getByRole("button", { name: "Run" });
  await tryIt.click();
  await expect(page.getByRole("heading", { name: "Auto-approved" })).toBeVisible();
  await page.getByLabel("Policy", { exact: true }).selectOption("Draft");
  await tryIt.click();
  await expect(page.getByRole("heading", { name: "Blocked" })).toBeVisible();
  await expect(page.getByText("Fri 18:30 is outside Mon–Fri 09:00–17:00 Europe/Berlin")).toBeVisible();

  await page.goto(`${origin}/policy`);
  await page.getByRole("button", { name: "Discard" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Discard draft" }).click();
  await expect(page.getByRole("region", { name: "Draft" })).toHaveCount(0);
});

test.describe("without a session", () => {
  // Parts of the page learn that the session has ended.
  test.use({ expectedErrors: [/status of 401/] });

  test("the simulator keeps the typed request when the session has ended, and runs it after another sign-in", async ({
    workspace,
    newContext,
  }) => {
    const context = await newContext({ storageState: workspace.admin.cookies });
    const page = await context.newPage();
    await page.goto(`${workspace.server.origin}/policy/try`);
    const params = page.getByLabel("Parameters");
    await choose(page.getByLabel("Agent"), "Tried bot");
    await page.getByLabel("Action type").fill("refund.create");
    await params.fill('{"amount": 77, "currency": "USD"}');
    await context.clearCookies();
    await page.getByRole("button", { name: "Run" }).click();
    await expect(
      page.getByText("You're signed out, so nothing was done. Sign in in another tab, then try again."),
    ).toBeVisible();
    await expect(params).toHaveValue('{"amount": 77, "currency": "USD"}');
    await expect(page.getByRole("link", { name: "Sign in in another tab" })).toBeVisible();
    await context.addCookies(workspace.admin.cookies.cookies);
    await page.getByRole("button", { name: "Run" }).click();
    await expect(page.getByRole("region", { name: "Auto-approved" })).toBeVisible();
  });
});
