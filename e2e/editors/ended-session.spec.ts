import type { Page } from "@playwright/test";
import { expectAccessible } from "../fixtures/accessible.ts";
import { expect, test } from "../fixtures/test.ts";

// Parts of the page learn that the session has ended.
test.use({ expectedErrors: [/status of 401/] });

const words = "You're signed out, so nothing was done. Sign in in another tab, then try again.";

/** Ends the session of the page's browser. @returns a function that signs in again. */
async function endSession(page: Page): Promise<() => Promise<void>> {
  const cookies = await page.context().cookies();
  await page.context().clearCookies();
  return () => page.context().addCookies(cookies);
}

test("holding an agent after the session ended says that nothing was done, keeps the reason, and holds after another sign-in", async ({
  workspace,
  enter,
}) => {
  const owner = await workspace.person("Greta");
  const agent = await workspace.agent("Stop bot", { owner });
  const { page } = await enter(owner);
  await page.setViewportSize({ width: 360, height: 640 });
  await page.goto(`${workspace.server.origin}/agents/${agent.id}`);
  await page.getByRole("button", { name: /^Hold agent/ }).click();
  const dialog = page.getByRole("dialog", { name: "Hold Stop bot?" });
  const reason = dialog.getByLabel("Reason");
  await reason.fill("Key was leaked");
  const signInAgain = await endSession(page);
  await dialog.getByRole("button", { name: "Hold agent" }).click();
  await expect(dialog.getByRole("alert")).toHaveText(words);
  await expect(dialog.getByRole("alert")).toBeInViewport({ ratio: 1 });
  await expect(reason).toHaveValue("Key was leaked");
  await expectAccessible(page, "dialog to hold an agent after the session ended");

  await signInAgain();
  await dialog.getByRole("button", { name: "Hold agent" }).click();
  await expect(page.getByText("Reason: Key was leaked")).toBeVisible();
});

test("a form that a passkey confirms keeps its text when the session ends before it is sent, and before the passkey", async ({
  workspace,
  enter,
}) => {
  const { page } = await enter(await workspace.person("Ilse", ["Admin", "Approver"]));
  await page.goto(`${workspace.server.origin}/people/groups/new`);
  const name = page.getByLabel("Name", { exact: true });
  await name.fill("Late shift");
  await page.getByRole("checkbox", { name: "Ilse" }).check();
  const create = page.getByRole("button", { name: "Create group" });
  const signInAgain = await endSession(page);
  await create.click();
  await expect(page.getByRole("main").getByRole("alert")).toHaveText(words);
  await expect(name).toHaveValue("Late shift");
  await expect(page.getByRole("checkbox", { name: "Ilse" })).toBeChecked();

  await signInAgain();
  await create.click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toBeVisible();
  const signInOnceMore = await endSession(page);
  await dialog.getByRole("button", { name: "Create group" }).click();
  await expect(dialog.getByRole("alert")).toHaveText(words);
  await signInOnceMore();
  await dialog.getByRole("button", { name: "Create group" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Late shift" })).toBeVisible();
});

for (const [width, height] of [
  [360, 640],
  [640, 360],
  [1280, 800],
] as const)
  for (const [what, path] of [
    ["threshold", "thresholds/refund"],
    ["rule", "draft/rules/refund-small"],
  ] as const)
    test(`a refusal in a ${what}'s sheet is in view next to its button, at ${width} × ${height}`, async ({
      workspace,
      enter,
    }) => {
      const { page } = await enter(workspace.admin);
      await page.setViewportSize({ width, height });
      await page.goto(`${workspace.server.origin}/policy?sheet=${path}`);
      const save = page.getByRole("button", { name: "Save to draft" });
      await expect(save).toBeEnabled();
      await endSession(page);
      await save.click();
      const message = page.getByRole("dialog").getByRole("alert").filter({ hasText: words });
      await expect(message).toBeInViewport({ ratio: 1 });
      await expect(save).toBeInViewport({ ratio: 1 });
    });
