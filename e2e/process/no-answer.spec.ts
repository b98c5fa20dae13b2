import { expect, test } from "../fixtures/test.ts";

// Of the answers that don't arrive.
test.use({ expectedErrors: [/Failed to load resource/] });

test("a form that gets no answer keeps what was typed, says so, and can be sent again", async ({
  workspace,
  enter,
}) => {
  const { page } = await enter(await workspace.person("Nadia", ["Admin", "Approver"]));
  await page.goto(`${workspace.server.origin}/people/groups/new`);
  const name = page.getByLabel("Name", { exact: true });
  const save = page.getByRole("button", { name: /^Create group/ });
  const message = page.getByRole("main").getByRole("alert");
  await name.fill("Night shift");

  await page.context().setOffline(true);
  await save.click();
  await expect(message).toContainText("You're offline, so nothing was sent.");
  await expect(name).toHaveValue("Night shift");
  await page.context().setOffline(false);

  await page.route("**/people/groups/new", (route) =>
    route.request().method() === "POST" ? route.abort() : route.continue(),
  );
  await save.click();
  await expect(message).toContainText("No answer came back, so we don't know if this was saved.");
  await expect(name).toHaveValue("Night shift");
  await page.unroute("**/people/groups/new");

  await save.click();
  await expect(page.getByText("Night shift").first()).toBeVisible();
  await expect(page).not.toHaveURL(/groups\/new/);
});
