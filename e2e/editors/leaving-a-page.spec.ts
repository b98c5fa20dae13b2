import type { Page } from "@playwright/test";
import { expect, test } from "../fixtures/test.ts";
import { Workspace } from "../fixtures/workspace.ts";

// A sign-out that fails.
test.use({ expectedErrors: [/status of 503/] });

// Saves to the draft and a mapping, so it doesn't use the shared workspace.
let workspace: Workspace;
test.beforeAll(async ({ browser }) => {
  workspace = await Workspace.open(browser);
});
test.afterAll(async () => {
  await workspace?.close();
});

const rulePath = "/policy/draft/rules/payment-other-currency";
const nameField = (page: Page) => page.getByLabel("Name", { exact: true });
const question = (page: Page) => page.getByRole("dialog", { name: "Discard your changes?" });
const savingQuestion = (page: Page) => page.getByRole("dialog", { name: "Leave while saving?" });
const agentsLink = (page: Page) =>
  page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Agents" });
const goBack = (page: Page) => page.evaluate(() => history.back());

/** A promise, and what keeps it. */
function gate() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
}

test("signing out asks before it discards a change, and the session stays until then", async ({
  newContext,
}) => {
  const page = await (await newContext({ storageState: workspace.admin.cookies })).newPage();
  let sent = 0;
  // The session goes on, because other tests use it as well.
  await page.route("**/api/session", (route) => route.fulfill({ status: sent++ === 0 ? 503 : 204 }));
  await page.goto(workspace.server.origin + rulePath);
  const signOut = page.getByRole("button", { name: /^Sign out|^Sign-out failed/ });
  const discard = question(page).getByRole("button", { name: "Discard changes" });
  await nameField(page).fill("777");
  await signOut.click();
  await question(page).getByRole("button", { name: "Keep editing" }).click();
  await expect(question(page)).toHaveCount(0);
  await expect(signOut).toBeFocused();
  await expect(signOut).toBeEnabled();
  await expect(nameField(page)).toHaveValue("777");
  expect(sent).toBe(0);

  await test.step("after a sign-out that failed, what is typed next is guarded again", async () => {
    await signOut.click();
    await discard.click();
    await expect(signOut).toHaveText("Sign-out failed. Try again");
    expect(sent).toBe(1);
    await nameField(page).fill("778");
  });
  await signOut.click();
  await expect(question(page)).toBeVisible();
  expect(sent).toBe(1);
  await discard.click();
  await expect(page).toHaveURL(/\/queue$/);
  expect(sent).toBe(2);
});

test("while an editor's page is being saved, a link and Back ask, and the answer ends the question", async ({
  newContext,
}) => {
  const page = await (await newContext({ storageState: workspace.admin.cookies })).newPage();
  await page.goto(`${workspace.server.origin}/policy/actions`);
  await page.locator("a[href='/policy/actions/types/refund.create']").click();
  const { open: answer, opened: answered } = gate();
  await page.route("**/policy/**", async (route) => {
    if (route.request().method() === "POST") await answered;
    await route.continue();
  });
  await nameField(page).fill("Refund a customer");
  await page.getByRole("button", { name: "Save to draft" }).click();
  await expect(page.getByRole("button", { name: "Saving…" })).toBeDisabled();
  const leaveWays: (() => Promise<unknown>)[] = [
    () => agentsLink(page).click(),
    () => page.getByRole("link", { name: "Cancel" }).click(),
    () => page.getByRole("button", { name: "Sign out" }).click(),
    () => goBack(page),
  ];
  for (const leave of leaveWays) {
    await leave();
    await savingQuestion(page).getByRole("button", { name: "Stay" }).click();
    await expect(savingQuestion(page)).toHaveCount(0);
  }
  await agentsLink(page).click();
  await expect(savingQuestion(page)).toBeVisible();
  answer();
  await expect(page).toHaveURL(/\/policy\/actions$/);
  await expect(savingQuestion(page)).toHaveCount(0);
  await expect(page.getByRole("main")).toContainText("Refund a customer");
});

test("a page that is being saved can be left for the chosen link", async ({ newContext }) => {
  const page = await (await newContext({ storageState: workspace.admin.cookies })).newPage();
  await page.goto(workspace.server.origin + rulePath);
  const { open: answer, opened: answered } = gate();
  await page.route("**/policy/**", async (route) => {
    if (route.request().method() === "POST") await answered;
    await route.continue();
  });
  await nameField(page).fill("Payments in all other currencies");
  await page.getByRole("button", { name: "Save to draft" }).click();
  await agentsLink(page).click();
  await savingQuestion(page).getByRole("button", { name: "Leave page" }).click();
  await expect(page).toHaveURL(/\/agents$/);
  await expect(page.getByRole("heading", { level: 1, name: "Agents" })).toBeVisible();
  answer();
});

for (const [what, path, name] of [
  ["a rule's page", rulePath, "title"],
  ["an action type's page", "/policy/actions/types/refund.create", "title"],
  ["a threshold's page", "/policy/thresholds/refund", "enabled"],
] as const)
  test(`${what} takes no text before its script can guard it`, async ({ newContext }) => {
    const page = await (await newContext({ storageState: workspace.admin.cookies })).newPage();
    const { open: load, opened: loaded } = gate();
    await page.route("**/*.js", async (route) => {
      await loaded;
      await route.continue();
    });
    await page.goto(workspace.server.origin + path, { waitUntil: "commit" });
    const field = page.locator(`[name=${name}]`);
    await expect(field).toBeAttached();
    await expect(field).toBeDisabled();
    load();
    await expect(field).toBeEnabled();
  });

test("the mapping's page asks before a link discards a change, and asks nothing once it is saved", async () => {
  const id = await workspace.mappedBoundary("Laptop");
  await workspace.asAdmin(async (page) => {
    await page.goto(`${workspace.server.origin}/boundaries/${id}/mapping`);
    const text = page.getByLabel("Mapping (JSON)");
    const leave = page.getByRole("main").getByRole("link", { name: "Laptop" });
    const change = page.getByRole("button", { name: "Change mapping…" });
    await expect(change).toBeEnabled();
    const written = (await text.inputValue()).replace("files.write", "files.change");
    await text.fill(written);
    await leave.click();
    await question(page).getByRole("button", { name: "Keep editing" }).click();
    await expect(question(page)).toHaveCount(0);
    await expect(text).toHaveValue(written);

    await change.click();
    await page.getByRole("dialog").getByRole("button", { name: "Change mapping" }).click();
    await expect(page.getByText("Saved", { exact: true })).toBeVisible();
    await leave.click();
    await expect(page).toHaveURL(new RegExp(`/boundaries/${id}$`));

    await page.goto(`${workspace.server.origin}/boundaries/${id}/mapping`);
    await text.fill("{}");
    await leave.click();
    await question(page).getByRole("button", { name: "Discard changes" }).click();
    await expect(page).toHaveURL(new RegExp(`/boundaries/${id}$`));
  });
});
