import type { Page } from "@playwright/test";
import { expect, test } from "../fixtures/test.ts";

// Of the scripts that don't arrive.
test.use({ expectedErrors: [/Failed to load/] });

/** Opens a page with the scripts that its HTML names, and without those that it loads later. */
async function openWithoutLaterScripts(page: Page, url: string): Promise<void> {
  const html = await (await page.request.get(url)).text();
  await page.route("**/_next/static/**/*.js", (route) =>
    html.includes(new URL(route.request().url()).pathname) ? route.continue() : route.abort(),
  );
  await page.goto(url);
}

test("where a part of a page doesn't load, the page stays, says so and changes nothing", async ({
  workspace,
  enter,
}) => {
  const { origin } = workspace.server;
  const agent = await workspace.agent("Late bot");
  const { page } = await enter(workspace.admin);
  const missing = page.getByRole("alert").filter({ hasText: "This page didn't load completely" });

  await test.step("the editor of a threshold", async () => {
    await openWithoutLaterScripts(page, `${origin}/policy`);
    await page.locator("a[href='/policy/thresholds/refund']").click();
    await expect(page.getByRole("dialog").getByRole("alert")).toHaveText(/didn't load completely/);
    await page.keyboard.press("Escape");
    await expect(page.getByRole("dialog")).toHaveCount(0);
    await expect(page.getByRole("heading", { name: "Policy", level: 1 })).toBeVisible();
  });

  await test.step("the form of a key", async () => {
    await openWithoutLaterScripts(page, `${origin}/agents/${agent.id}/keys`);
    await page.getByRole("button", { name: "Add key" }).click();
    await expect(missing).toBeVisible();
    await expect(page.getByRole("heading", { name: "Late bot", level: 1 })).toBeVisible();
  });

  await test.step("the question before an act", async () => {
    await page.getByRole("button", { name: "Actions for Late bot" }).click();
    await page.getByRole("button", { name: "Revoke agent…" }).click();
    await expect(missing).toHaveCount(2);
    expect(await agent.refundToEnd(50)).toMatchObject({ code: 0 });
  });
});
