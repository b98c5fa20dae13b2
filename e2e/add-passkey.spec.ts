import { addAuthenticator } from "./fixtures/authenticator.ts";
import { expect, test } from "./fixtures/test.ts";

test("a further passkey takes one that the person has, and a closed prompt loses nothing", async ({
  house,
  enter,
}) => {
  const pia = await house.person("Pia");
  const { page, authenticator } = await enter(pia);
  await page.goto(`${house.server.origin}/settings`);
  await page.getByRole("button", { name: "Add a passkey" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByRole("heading")).toHaveText("Confirm with a passkey you already have");

  // Nobody touches the key, and the prompt goes away after a second instead of minutes.
  await authenticator.setPresence(false);
  await page.route("**/api/passkeys/confirmations", async (route) => {
    const response = await route.fetch();
    const { options } = await response.json();
    await route.fulfill({ response, json: { options: { ...options, timeout: 1000 } } });
  });
  await dialog.getByRole("button", { name: "Confirm with a passkey" }).click();
  await expect(dialog.getByRole("alert")).toContainText("The prompt was closed");
  await page.unroute("**/api/passkeys/confirmations");
  await authenticator.setPresence(true);
  await dialog.getByRole("button", { name: "Confirm with a passkey" }).click();
  await expect(dialog.getByRole("heading")).toHaveText("Make the new passkey");

  // This device holds a passkey already. The confirmation stays good for another one.
  await dialog.getByRole("button", { name: "Make the new passkey" }).click();
  await expect(dialog.getByRole("alert")).toContainText("already holds a passkey of yours");
  await authenticator.remove();
  await addAuthenticator(page);
  await dialog.getByRole("button", { name: "Make the new passkey" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("button", { name: /^Remove / })).toHaveCount(2);
});

test("a recovery link is made by an admin who confirms it with a passkey", async ({ house, enter }) => {
  await house.person("Rita");
  const { page, authenticator } = await enter(house.admin);
  await page.goto(`${house.server.origin}/people`);
  await page.getByRole("link", { name: "Rita" }).click();
  await page.getByLabel("Keep them").check();
  await authenticator.setUserVerified(false);
  await page.getByRole("button", { name: "Make a recovery link" }).click();
  await expect(page.getByRole("main").getByRole("alert").filter({ hasText: /\w/ })).toBeVisible();
  await expect(page.getByLabel("Keep them")).toBeChecked();
  await authenticator.setUserVerified(true);
  await page.getByRole("button", { name: "Make a recovery link" }).click();
  await expect(page.getByText(/\/enroll\/[\w-]{43}/)).toBeVisible();
});
