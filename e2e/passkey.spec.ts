import type { Page } from "@playwright/test";
import type { Agent } from "./fixtures/agent-machine.ts";
import { approveButton, notice, outcome } from "./fixtures/approval-screen.ts";
import type { Ask } from "./fixtures/command.ts";
import { expect, givePasskey, test } from "./fixtures/test.ts";
import type { Person } from "./fixtures/workspace.ts";

let agent: Agent;
let eve: Person;
let evesAgent: Agent;
test.beforeAll(async ({ workspace }) => {
  agent = await workspace.agent("Guarded bot");
  eve = await workspace.person("Eve");
  evesAgent = await workspace.agent("Eve's bot", { owner: eve });
});

const note = "Typed before the prompt";

async function openWithNote(page: Page, asking: Ask): Promise<void> {
  await page.goto(asking.url);
  await page.getByLabel("Note").fill(note);
}

/**
 * Nothing was decided, the typed note is kept, and another attempt with the right passkey succeeds.
 */
async function expectNothingLost(page: Page, asking: Ask): Promise<void> {
  await expect(page.getByLabel("Note")).toHaveValue(note);
  expect(asking.isRunning).toBe(true);
  await approveButton(page).click();
  await expect(outcome(page, "Approved by you")).toBeVisible();
  await expect(page.getByText(note)).toBeVisible();
  expect(await asking.ended).toMatchObject({ code: 0 });
}

/** Lets the browser be asked for a passkey in another way than the server said. */
async function changeOptions(page: Page, change: object): Promise<void> {
  await page.route("**/challenges", async (route) => {
    const response = await route.fetch();
    const { options } = await response.json();
    await route.fulfill({ response, json: { options: { ...options, ...change } } });
  });
}

test("a closed passkey prompt and an authenticator without user verification decide nothing and lose nothing", async ({
  workspace,
  enter,
}) => {
  const asking = await agent.refund(1250);
  const { page, authenticator } = await enter(workspace.admin);
  await openWithNote(page, asking);
  // No one touches the security key, and the prompt closes after a second instead of minutes.
  await authenticator.setPresence(false);
  await changeOptions(page, { timeout: 1000 });
  await approveButton(page).click();
  await expect(page.getByText("Waiting for your passkey…")).toBeVisible();
  await expect(approveButton(page)).toBeDisabled();
  await expect(notice(page)).toContainText("Passkey prompt closed");
  await expect(page.getByLabel("Note")).toHaveValue(note);
  await page.unroute("**/challenges");
  await authenticator.setPresence(true);

  await authenticator.setUserVerified(false);
  await approveButton(page).click();
  await expect(notice(page)).toContainText("Not approved");
  await authenticator.setUserVerified(true);
  await expectNothingLost(page, asking);
});

test.describe("what the server refuses", () => {
  test.use({ expectedErrors: [/status of 40[03]/] });

  test("a browser without the person's passkey approves nothing, and another person's passkey is refused, even if the browser offers it", async ({
    workspace,
    enter,
  }) => {
    const asking = await evesAgent.refund(1250);
    const { page, authenticator } = await enter({ ...eve, passkey: workspace.admin.passkey });
    await openWithNote(page, asking);
    await approveButton(page).click();
    await expect(notice(page)).toContainText("this device has no passkey for you");
    // Like a tampered page: any passkey may answer.
    await changeOptions(page, { allowCredentials: [] });
    await approveButton(page).click();
    await expect(notice(page)).toContainText("Passkey belongs to someone else");
    await page.unroute("**/challenges");
    await authenticator.remove();
    await givePasskey(workspace, eve, page);
    await expectNothingLost(page, asking);
  });
});
