import type { Page } from "@playwright/test";
import { expectAccessible } from "./fixtures/accessible.ts";
import type { Agent } from "./fixtures/agent-machine.ts";
import { approveButton, outcome } from "./fixtures/approval-screen.ts";
import { openNotifications } from "./fixtures/notifications.ts";
import { OpenWorkspace } from "./fixtures/open-workspace.ts";
import { chooseAction } from "./fixtures/people.ts";
import { publishReviewed } from "./fixtures/publish-draft.ts";
import { expect, test } from "./fixtures/test.ts";
import type { Person } from "./fixtures/workspace.ts";

test.describe.configure({ mode: "serial" });
test.setTimeout(180_000);

let open: OpenWorkspace;
let agent: Agent;
let bea: Person;
test.beforeAll(async ({ browser }) => {
  open = await OpenWorkspace.open(browser);
  agent = await open.workspace.agent("Refund bot");
  bea = await open.workspace.person("Bea", ["Admin"]);
  await open.workspace.person("Cy", ["Approver"]);
});
test.afterAll(() => open?.close());

async function confirmIn(page: Page, opener: string | RegExp, confirm: string): Promise<void> {
  await page.getByRole("main").getByRole("button", { name: opener }).click();
  await page.getByRole("dialog").getByRole("button", { name: confirm }).click();
  await expect(page.getByRole("dialog")).toBeHidden();
}

test("the environment that an admin chose with a passkey is above the pages and the request that is approved", async ({
  newContext,
}) => {
  const page = await open.page(newContext);
  await page.goto(`${open.origin}/settings/environment`);
  await page.getByLabel("Name").fill("production");
  await confirmIn(page, "Change environment…", "Change environment");
  const bar = page.getByRole("complementary", { name: "Environment" });
  await expect(bar).toHaveText("production");
  const asking = await agent.refund(1250);
  await page.goto(asking.url);
  await expect(bar).toHaveText("production");
  await approveButton(page).click();
  await expect(outcome(page, "Approved by you")).toBeVisible();
  expect(await asking.ended).toMatchObject({ code: 0 });
});

test("a change of labels that a rule names waits for a second admin, who sees the labels before and after", async ({
  newContext,
}) => {
  await open.draft({
    id: "trusted",
    outcome: "allow",
    actions: ["data.read"],
    title: "Trusted agents",
    labels: ["trusted"],
  });
  const [ada, hers] = [await open.page(newContext), await open.page(newContext, bea)];
  await ada.goto(`${open.origin}/policy/draft/review`);
  await publishReviewed(ada);
  await ada.goto(`${open.origin}/settings/publishing`);
  await confirmIn(ada, "Require two admins", "Require two admins");
  await expect(ada.getByText("Two admins required", { exact: true })).toBeVisible();

  await ada.goto(`${open.origin}/agents/${agent.id}`);
  await ada.getByLabel("Add label").fill("trusted");
  await confirmIn(ada, "Add…", "Change labels");
  await expect(
    ada.getByRole("status").filter({ hasText: "Another admin must confirm this change" }),
  ).toBeVisible();
  await expect(ada.getByText("Another admin must confirm a proposed change")).toBeVisible();

  await hers.goto(`${open.origin}/queue`);
  await (await openNotifications(hers)).getByRole("link", { name: "Review proposed changes" }).click();
  const title = "Change the labels of Refund bot";
  await expect(hers.getByRole("heading", { name: title })).toBeVisible();
  await expectAccessible(hers, "the proposed changes");
  await hers.getByRole("button", { name: `Confirm… ${title}` }).click();
  const dialog = hers.getByRole("dialog");
  await expect(dialog).toContainText("After");
  await expect(dialog).toContainText("trusted");
  await expectAccessible(hers, "a proposed change in the dialog");
  await dialog.getByRole("button", { name: "Confirm change" }).click();
  await expect(hers.getByText("You're all caught up", { exact: true })).toBeVisible();
  await ada.goto(`${open.origin}/agents/${agent.id}`);
  await expect(ada.getByRole("list", { name: "Labels" }).getByRole("listitem")).toHaveText(["trusted"]);
});

test("a recovery link for an approver waits for a second admin, and only that admin sees it, once", async ({
  newContext,
}) => {
  const [ada, hers] = [await open.page(newContext), await open.page(newContext, bea)];
  await ada.goto(`${open.origin}/people`);
  await ada.getByRole("link", { name: /^Cy/ }).click();
  await chooseAction(ada, "Recover access…");
  await ada.getByLabel("Keep").check();
  await confirmIn(ada, "Create recovery link…", "Create link");
  await expect(
    ada.getByRole("status").filter({ hasText: "Another admin must confirm this change" }),
  ).toBeVisible();
  await ada.goto(`${open.origin}/settings/changes`);
  await expect(ada.getByRole("button", { name: /^Confirm…/ })).toHaveCount(0);
  await expect(ada.getByRole("button", { name: /^Withdraw change/ })).toBeVisible();

  await hers.goto(`${open.origin}/settings/changes`);
  await confirmIn(hers, /^Confirm… Create a recovery link for Cy/, "Confirm change");
  await expect(hers.getByText(/\/enroll\/[\w-]{43}/)).toBeVisible();
  await expectAccessible(hers, "a recovery link that a second admin confirmed");
  await hers.reload();
  await expect(hers.getByText(/\/enroll\//)).toHaveCount(0);
});
