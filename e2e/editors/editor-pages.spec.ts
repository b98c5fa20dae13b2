import type { Page } from "@playwright/test";
import { sql } from "drizzle-orm";
import { withDatabase } from "../fixtures/database.ts";
import { expect, test } from "../fixtures/test.ts";
import { Workspace } from "../fixtures/workspace.ts";

// Parts of the page learn that the session has ended.
test.use({ expectedErrors: [/status of 401/] });

// Saves to the draft, so it doesn't use the shared workspace.
let workspace: Workspace;
test.beforeAll(async ({ browser }) => {
  workspace = await Workspace.open(browser);
});
test.afterAll(async () => {
  await workspace?.close();
});

const questionOf = (page: Page) => page.getByRole("dialog", { name: "Discard your changes?" });
const saveButton = (page: Page) => page.getByRole("button", { name: "Save to draft" });

for (const [what, path, label, back] of [
  ["a threshold", "policy/thresholds/refund", "Up to", "/policy"],
  ["a rule", "policy/draft/rules/payment-other-currency", "Name", "/policy"],
  ["an action type", "policy/actions/types/refund.create", "Name", "/policy/actions"],
] as const)
  test(`the page of ${what} asks before a link or a reload discards a change`, async ({ newContext }) => {
    const page = await (await newContext({ storageState: workspace.admin.cookies })).newPage();
    const { origin } = workspace.server;
    await page.goto(`${origin}/${path}`);
    const field = page.getByLabel(label, { exact: true }).first();
    const cancel = page.getByRole("link", { name: "Cancel" });
    const agents = page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Agents" });
    await expect(saveButton(page)).toBeEnabled();
    await cancel.click();
    await expect(page).toHaveURL(new RegExp(`${back}$`));

    await page.goto(`${origin}/${path}`);
    await expect(saveButton(page)).toBeEnabled();
    await field.fill("777");
    const asked: string[] = [];
    page.on("dialog", (dialog) => {
      asked.push(dialog.type());
      void dialog.dismiss();
    });
    await page.evaluate(() => location.reload());
    await expect.poll(() => asked).toEqual(["beforeunload"]);
    for (const link of [cancel, agents]) {
      await link.click();
      await questionOf(page).getByRole("button", { name: "Keep editing" }).click();
      await expect(questionOf(page)).toHaveCount(0);
      await expect(link).toBeFocused();
      await expect(field).toHaveValue("777");
    }
    await agents.click();
    await questionOf(page).getByRole("button", { name: "Discard changes" }).click();
    await expect(page).toHaveURL(/\/agents$/);
    expect(asked).toEqual(["beforeunload"]);
  });

test("a page of an editor asks nothing once its change is saved", async ({ newContext }) => {
  const page = await (await newContext({ storageState: workspace.admin.cookies })).newPage();
  await page.goto(`${workspace.server.origin}/policy/draft/rules/payment-other-currency`);
  await page.getByLabel("Name", { exact: true }).fill("Payments in other currencies");
  await saveButton(page).click();
  await expect(page).toHaveURL(/\/policy$/);
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Agents" }).click();
  await expect(page).toHaveURL(/\/agents$/);
});

for (const [what, path, label] of [
  ["a threshold's sheet", "policy?sheet=thresholds/refund", "Up to"],
  ["a rule's sheet", "policy?sheet=draft/rules/refund-small", "Name"],
  ["an action type's page", "policy/actions/types/refund.create", "Name"],
] as const)
  test(`${what} keeps its text when the session has ended, and saves it after another sign-in`, async ({
    newContext,
  }) => {
    const context = await newContext({ storageState: workspace.admin.cookies });
    const page = await context.newPage();
    const address = `${workspace.server.origin}/${path}`;
    await page.goto(address);
    await expect(saveButton(page)).toBeEnabled();
    const field = page.getByLabel(label, { exact: true }).first();
    await context.clearCookies();
    await field.fill("77");
    await saveButton(page).click();
    await expect(page.getByText("You're signed out, so nothing was done.")).toBeVisible();
    await expect(page).toHaveURL(address);
    await expect(field).toHaveValue("77");
    const opened = context.waitForEvent("page");
    await page.getByRole("link", { name: "Sign in in another tab" }).click();
    await expect(await opened).toHaveTitle(/^Sign in/);
    await context.addCookies(workspace.admin.cookies.cookies);
    await saveButton(page).click();
    await expect(page).toHaveURL(/\/policy(\/actions)?$/);
  });

test("a rule's sheet says that the sign-in is too old for its role, and saves its text after another", async ({
  newContext,
}) => {
  const page = await (await newContext({ storageState: workspace.admin.cookies })).newPage();
  const age = (hours: number) =>
    withDatabase(workspace.server, (db) =>
      db.execute(sql`update sessions set is_device = true,
        created_at = created_at - make_interval(hours => ${hours}) where user_id = ${workspace.admin.id}`),
    );
  await page.goto(`${workspace.server.origin}/policy?sheet=draft/rules/refund-small`);
  const field = page.getByLabel("Name", { exact: true });
  await field.fill("Small refunds again");
  await age(12);
  await saveButton(page).click();
  const words = "Your sign-in is more than 12 hours old, so nothing was done.";
  await expect(page.getByText(`${words} Sign in in another tab, then try again.`)).toBeVisible();
  await expect(field).toHaveValue("Small refunds again");
  await age(-12);
  await saveButton(page).click();
  await expect(page).toHaveURL(/\/policy$/);
});
