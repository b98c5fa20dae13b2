import type { Locator } from "@playwright/test";
import { expectAccessible } from "../fixtures/accessible.ts";
import { expect, test } from "../fixtures/test.ts";
import { Workspace } from "../fixtures/workspace.ts";

// Saves to the draft, so it doesn't use the shared workspace.
let workspace: Workspace;
test.beforeAll(async ({ browser }) => {
  workspace = await Workspace.open(browser);
});
test.afterAll(async () => {
  await workspace?.close();
});

const csv = (text: string) => ({ name: "known.csv", mimeType: "text/csv", buffer: Buffer.from(text) });

/** Asks in the first condition whether the customer is on a list. */
async function compareCustomer(editor: Locator): Promise<void> {
  await editor.getByRole("button", { name: "Add condition" }).click();
  await editor.getByLabel("Type", { exact: true }).selectOption({ label: "Text" });
  await editor.getByLabel("Parameter", { exact: true }).fill("customer");
  await editor.getByLabel("Comparison").selectOption({ label: "is not on the list" });
}

test("a list is imported from CSV, is one for the rule and the threshold that use it, and the review names its values", async ({
  newContext,
}) => {
  test.slow();
  const page = await (await newContext({ storageState: workspace.admin.cookies })).newPage();
  const { origin } = workspace.server;
  const main = page.getByRole("main");
  await page.goto(`${origin}/policy/draft/rules/new`);
  await main.getByLabel("Name", { exact: true }).fill("Unknown customers");
  await main.getByLabel("Action type").selectOption({ label: "Refund a payment" });
  await compareCustomer(main);
  await main.getByLabel("List name").fill("Known customers");
  await main.getByLabel("Import CSV").setInputFiles(csv('cus_1\n"cus_2'));
  await expect(main.getByText("Line 2 of the file isn't valid CSV. No values were added.")).toBeVisible();
  await main.getByLabel("Import CSV").setInputFiles(csv('Customer,Name\ncus_1,Acme\n"Globex, Inc.",x\n'));
  await expect(main.getByLabel("Values")).toHaveValue("cus_1\nGlobex, Inc.");
  await expectAccessible(page, "a condition with a list");
  await main.getByRole("button", { name: "Save to draft" }).click();
  await expect(main.getByText("customer isn't on the list “Known customers” (2 values)")).toBeVisible();

  await page.goto(`${origin}/policy/thresholds/refund`);
  await main.getByText("Conditions, agents, resources and hours").click();
  await main.getByRole("button", { name: "Add condition" }).click();
  await main.getByLabel("Parameter", { exact: true }).fill("customer");
  await main.getByLabel("Comparison").selectOption({ label: "is on the list" });
  // A new list whose name begins with that of another one stays new, and doesn't take its place.
  await main.getByLabel("List name").fill("Known customers");
  await main.getByLabel("Values").fill("cus_9");
  await main.getByRole("button", { name: "Save to draft" }).click();
  await expect(main.getByText("A list with this name exists.")).toBeVisible();
  await main.getByLabel("List", { exact: true }).selectOption("Known customers");
  await main.getByLabel("Values").fill("cus_1\nGlobex, Inc.\ncus_3");
  await main.getByRole("button", { name: "Save to draft" }).click();
  await expect(main.getByText("customer isn't on the list “Known customers” (3 values)")).toBeVisible();

  await page.goto(`${origin}/policy/draft/review`);
  const added = page.getByRole("listitem").filter({ hasText: "List added" });
  for (const value of ["Known customers", "cus_1", "Globex, Inc.", "cus_3"])
    await expect(added).toContainText(value);
});
