import type { BrowserContext, BrowserContextOptions, Locator, Page } from "@playwright/test";
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

const editorOf = (page: Page) =>
  page.getByRole("dialog").filter({ has: page.getByText("Cancel", { exact: true }) });
const questionOf = (page: Page) => page.getByRole("dialog", { name: "Discard your changes?" });
/** Not its dialog, which is hidden a moment before the sheet knows that it is closed. */
const questionText = (page: Page) => page.getByText("Discard your changes?");
const limit = (of: Locator) => of.getByLabel("Up to", { exact: true });
const nameField = (of: Locator) => of.getByLabel("Name", { exact: true });
const editLink = (path: string) => (page: Page) => page.locator(`a[href='/policy/${path}']`).click();
const openThreshold = editLink("thresholds/refund");
const openRule = editLink("draft/rules/payment-other-currency");
const openNewRule = (page: Page) => page.getByRole("link", { name: "New rule" }).click();

async function openNewThreshold(page: Page): Promise<void> {
  await page.getByRole("link", { name: "New threshold" }).click();
  await page.getByRole("button", { name: "Continue" }).click();
}

type NewContext = (options: BrowserContextOptions) => Promise<BrowserContext>;

/** The policy's page of an admin. */
async function enter(newContext: NewContext): Promise<Page> {
  const page = await (await newContext({ storageState: workspace.admin.cookies })).newPage();
  await page.goto(`${workspace.server.origin}/policy`);
  return page;
}

const pressBeside = (page: Page) => page.mouse.click(20, 400);
// Not goBack, which waits for a page.
const goBack = (page: Page) => page.evaluate(() => history.back());
/** Android's Back, which the browser hands to the dialog. */
const androidBack = (of: Locator) =>
  of.evaluate((dialog) => dialog.dispatchEvent(new Event("cancel", { cancelable: true })));

/**
 * Answers the question, and goes back before the browser has told the page that its dialog closed.
 */
async function keepAndGoBack(page: Page): Promise<void> {
  await goBack(page);
  const keep = questionOf(page).getByRole("button", { name: "Keep editing" });
  await keep.evaluate(async (button: HTMLElement) => {
    button.click();
    await Promise.resolve();
    const back = { navigationType: "traverse", destination: { key: "", url: location.href } };
    window.navigation.dispatchEvent(Object.assign(new Event("navigate", { cancelable: true }), back));
  });
}

for (const [name, open, field] of [
  ["a threshold", openThreshold, limit],
  ["a new threshold", openNewThreshold, limit],
  ["a rule", openRule, nameField],
  ["a new rule", openNewRule, nameField],
] as const)
  test(`no way out of ${name} discards a change without a question`, async ({ newContext }) => {
    const page = await enter(newContext);
    await open(page);
    const editor = editorOf(page);
    const question = questionOf(page);
    const changed = field(editor);
    await changed.fill("777");
    await pressBeside(page);
    await expect(question).toHaveCount(0);
    // Three times: the browser lets a page refuse to close a dialog only once.
    for (let press = 0; press < 3; press++) {
      await page.keyboard.press("Escape");
      await expect(question).toBeVisible();
      await page.keyboard.press("Escape");
      await expect(questionText(page)).toHaveCount(0);
    }
    const ways: [string, () => Promise<unknown>][] = [
      ["Close", () => editor.getByRole("link", { name: "Close" }).click()],
      ["Cancel", () => editor.getByRole("link", { name: "Cancel" }).click()],
      ["Android's Back", () => androidBack(editor)],
      ["Back", () => goBack(page)],
      ["Back right after the question", () => keepAndGoBack(page)],
    ];
    for (const [way, leave] of ways)
      await test.step(way, async () => {
        await leave();
        await question.getByRole("button", { name: "Keep editing" }).click();
        await expect(questionText(page)).toHaveCount(0);
        await expect(changed).toHaveValue("777");
      });
    await page.keyboard.press("Escape");
    await question.getByRole("button", { name: "Discard changes" }).click();
    await expect(editor).toHaveCount(0);
    await expect(page).toHaveURL(/\/policy$/);
  });

test("a change by a button or a slider counts, and one that is taken back doesn't", async ({
  newContext,
}) => {
  const page = await enter(newContext);
  const editor = editorOf(page);
  const question = questionOf(page);
  const expectQuestion = async () => {
    await page.keyboard.press("Escape");
    await question.getByRole("button", { name: "Discard changes" }).click();
    await expect(editor).toHaveCount(0);
  };
  const press = (name: RegExp) => editor.getByRole("button", { name }).first().click();
  for (const [change, make] of [
    ["Divide", () => press(/^Divide/)],
    ["Remove tier", () => press(/^Remove tier/)],
    ["slider", () => editor.getByRole("slider").first().press("ArrowRight")],
  ] as const)
    await test.step(change, async () => {
      await openThreshold(page);
      await make();
      await pressBeside(page);
      await expectQuestion();
    });

  await openRule(page);
  const remove = editor.getByRole("button", { name: /^Remove condition/ });
  await expect(remove).toHaveCount(1);
  await editor.getByRole("button", { name: "Add condition" }).click();
  await expect(remove).toHaveCount(2);
  await page.keyboard.press("Escape");
  await question.getByRole("button", { name: "Keep editing" }).click();
  await remove.last().click();
  await expect(remove).toHaveCount(1);
  await page.keyboard.press("Escape");
  await expect(editor).toHaveCount(0);
  await expect(question).toHaveCount(0);
});

test("a link of the sheet and a reload ask before they discard a change", async ({ newContext }) => {
  const page = await enter(newContext);
  const address = `${workspace.server.origin}/policy?sheet=draft/rules/refund-small`;
  const rule = editorOf(page);
  const save = rule.getByRole("button", { name: "Save to draft" });
  await page.goto(address);
  await expect(save).toBeEnabled();
  // Its fields were disabled until the script ran.
  await page.keyboard.press("Escape");
  await expect(rule).toHaveCount(0);
  await page.goto(address);
  const asked: string[] = [];
  page.on("dialog", (dialog) => {
    asked.push(dialog.type());
    void dialog.dismiss();
  });
  const name = rule.getByLabel("Name", { exact: true });
  await expect(save).toBeEnabled();
  await name.click();
  await page.reload();
  expect(asked).toEqual([]);
  await expect(save).toBeEnabled();
  await name.fill("Small refunds");
  await page.evaluate(() => location.reload());
  await expect.poll(() => asked).toEqual(["beforeunload"]);
  await expect(name).toHaveValue("Small refunds");

  const link = rule.getByRole("link", { name: "Edit the threshold" });
  await link.click();
  await questionOf(page).getByRole("button", { name: "Keep editing" }).click();
  await expect(name).toHaveValue("Small refunds");
  // A new tab leaves the sheet as it is.
  for (const each of ["Edit the threshold", "Close", "Cancel"]) {
    const opened = page.context().waitForEvent("page");
    await rule.getByRole("link", { name: each, exact: true }).click({ modifiers: ["Control"] });
    await (await opened).close();
    await expect(questionOf(page)).toHaveCount(0);
    await expect(name).toHaveValue("Small refunds");
  }
  await link.click();
  await questionOf(page).getByRole("button", { name: "Discard changes" }).click();
  await expect(page).toHaveURL(/\/policy\/thresholds\/refund$/);
  expect(asked).toEqual(["beforeunload"]);
});

test("a press next to the first step of a new threshold keeps what was chosen, and Esc closes it", async ({
  newContext,
}) => {
  const page = await enter(newContext);
  const step = page.getByRole("dialog", { name: "New threshold" });
  const newThreshold = page.getByRole("link", { name: "New threshold" });
  await newThreshold.click();
  await expect(step).toBeVisible();
  await pressBeside(page);
  await expect(step).toHaveCount(0);
  await newThreshold.click();
  const total = step.getByRole("radio", { name: /^Total over time/ });
  await total.check();
  await pressBeside(page);
  await expect(total).toBeChecked();
  await test.step("a form that appears later counts as well", async () => {
    await step.getByRole("radio", { name: /^Amount per request/ }).check();
    await step.evaluate((dialog) => {
      const form = document.createElement("form");
      form.innerHTML = "<input name='later' aria-label='Later'>";
      dialog.append(form);
    });
    await step.getByLabel("Later").fill("777");
    await pressBeside(page);
    await expect(step.getByLabel("Later")).toHaveValue("777");
  });
  await page.keyboard.press("Escape");
  await expect(step).toHaveCount(0);
  await newThreshold.click();
  await step.getByRole("link", { name: "Cancel" }).click();
  await expect(step).toHaveCount(0);
  await expect(newThreshold).toBeFocused();
});

test("while a new threshold is being saved, its sheet stays until the answer", async ({ newContext }) => {
  const page = await enter(newContext);
  await openNewThreshold(page);
  const editor = editorOf(page);
  let answer = () => {};
  const answered = new Promise<void>((resolve) => {
    answer = resolve;
  });
  await page.route("**/policy**", async (route) => {
    if (route.request().method() === "POST") await answered;
    await route.continue();
  });
  await editor.getByRole("button", { name: "Save to draft" }).click();
  const saving = editor.getByRole("button", { name: "Saving…" });
  await expect(saving).toBeDisabled();
  for (const leave of [
    () => goBack(page),
    () => pressBeside(page),
    () => editor.getByRole("link", { name: "Close" }).click(),
    () => editor.getByRole("link", { name: "Cancel" }).click(),
    () => androidBack(editor),
    () => page.keyboard.press("Escape"),
    () => page.keyboard.press("Escape"),
  ]) {
    await leave();
    await expect(saving).toBeVisible();
    await expect(questionOf(page)).toHaveCount(0);
  }
  answer();
  await expect(editor).toHaveCount(0);
  await expect(page.getByRole("region", { name: "Draft" })).toContainText("unpublished change");
  await expect(page).toHaveURL(/\/policy$/);
});
