import { expectAccessible } from "../fixtures/accessible.ts";
import { expect, test } from "../fixtures/test.ts";

test("a person is warned when no channel reaches them, and what quiet hours let through survives without them", async ({
  workspace,
  enter,
}) => {
  const person = await workspace.person("Quinn");
  const { page } = await enter(person);
  await page.goto(`${workspace.server.origin}/settings/notifications`);
  await expect(page.getByText("No channel reaches you", { exact: true })).toBeVisible();
  await expect(page.getByText(/^Push is selected, but no device/)).toBeVisible();
  await expectAccessible(page, "notification preferences", { at: "/settings/notifications" });

  const quiet = page.getByLabel("Use quiet hours");
  const critical = page.getByLabel("Let critical requests through");
  const save = page.getByRole("button", { name: "Save preferences" });
  await expect(quiet).not.toBeChecked();
  await save.click();
  const toast = page.getByRole("status").filter({ hasText: "Saved" });
  await expect(toast).toBeVisible();
  await toast.getByRole("button", { name: "Dismiss" }).click();
  await expect(toast).toHaveCount(0);
  await page.reload();
  await quiet.check();
  await expect(critical).toBeChecked();
  await save.click();
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();
  await page.reload();
  await expect(page.getByLabel("From")).toHaveValue("22:00");
  await expect(critical).toBeChecked();
});
