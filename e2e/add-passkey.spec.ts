import { addAuthenticator } from "./fixtures/authenticator.ts";
import { chooseAction } from "./fixtures/people.ts";
import { expect, test } from "./fixtures/test.ts";

test("adding a passkey takes an existing passkey of the person, and a closed prompt loses nothing", async ({
  workspace,
  enter,
}) => {
  const pia = await workspace.person("Pia");
  const { page, authenticator } = await enter(pia);
  await page.goto(`${workspace.server.origin}/settings`);
  await page.getByRole("button", { name: "Add passkey" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByRole("heading")).toHaveText("Confirm with an existing passkey");

  // No one touches the security key, and the prompt closes after a second instead of minutes.
  await authenticator.setPresence(false);
  await page.route("**/api/passkeys/confirmations", async (route) => {
    const response = await route.fetch();
    const { options } = await response.json();
    await route.fulfill({ response, json: { options: { ...options, timeout: 1000 } } });
  });
  await dialog.getByRole("button", { name: "Confirm it's you" }).click();
  await expect(dialog.getByRole("alert")).toContainText("The prompt was closed");
  await page.unroute("**/api/passkeys/confirmations");
  await authenticator.setPresence(true);
  await dialog.getByRole("button", { name: "Confirm it's you" }).click();
  await expect(dialog.getByRole("heading")).toHaveText("Create new passkey");

  // This device already holds a passkey. The confirmation stays valid for a different device.
  await dialog.getByRole("button", { name: "Create new passkey" }).click();
  await expect(dialog.getByRole("alert")).toContainText("already has a passkey for you");
  await authenticator.remove();
  await addAuthenticator(page);
  await dialog.getByRole("button", { name: "Create new passkey" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("button", { name: /^Remove / })).toHaveCount(2);
});

test("an admin creates a recovery link only after confirming with a passkey", async ({
  workspace,
  enter,
}) => {
  await workspace.person("Rita");
  const { page, authenticator } = await enter(workspace.admin);
  await page.goto(`${workspace.server.origin}/people`);
  await page.getByRole("link", { name: "Rita" }).click();
  await chooseAction(page, "Recover access…");
  await page.getByRole("button", { name: "Create recovery link…" }).click();
  await expect(page.getByText("Select what happens to the current passkeys.")).toBeVisible();
  await page.getByLabel("Keep").check();
  await authenticator.setUserVerified(false);
  await page.getByRole("button", { name: "Create recovery link…" }).click();
  const dialog = page.getByRole("dialog", { name: "Create a recovery link for Rita?" });
  await expect(dialog).toContainText("Their current passkeys keep working.");
  await dialog.getByRole("button", { name: "Create link" }).click();
  await expect(dialog.getByRole("alert").filter({ hasText: /\w/ })).toBeVisible();
  await authenticator.setUserVerified(true);
  await dialog.getByRole("button", { name: "Create link" }).click();
  await expect(page.getByText(/\/enroll\/[\w-]{43}/)).toBeVisible();
});

test("an invalid invitation shows its error before the passkey prompt", async ({ workspace, enter }) => {
  const { page, authenticator } = await enter(workspace.admin);
  await authenticator.setUserVerified(false);
  await workspace.fillInvitation(page, "Nia", []);
  await page.getByRole("button", { name: "Invite person…" }).click();
  await expect(
    page
      .getByText(/role/i)
      .filter({ hasText: /choose|at least|one/i })
      .first(),
  ).toBeVisible();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(
    page
      .getByRole("main")
      .getByRole("alert")
      .filter({ hasText: /passkey/ }),
  ).toHaveCount(0);
});
