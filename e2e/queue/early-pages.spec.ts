import { approveButton, notice, outcome } from "../fixtures/approval-screen.ts";
import { expect, test } from "../fixtures/test.ts";

test.use({ expectedErrors: [/status of 409/] });

test("a page that is fetched before its click is used for two seconds, and a statement from before the same was approved gets no signature", async ({
  workspace,
  enter,
}) => {
  const backup = await workspace.person("Erla Early");
  const agent = await workspace.agent("Early bot", { backups: [backup] });
  const other = await agent.refund(1340);
  const asked = await agent.refund(1340);
  const { page } = await enter(workspace.admin);
  const { page: second } = await enter(backup);
  const { pathname } = new URL(asked.url);
  const fetched: string[] = [];
  page.on("response", (response) => {
    const isPage = !response.request().headers()["next-router-segment-prefetch"];
    if (isPage && new URL(response.url()).pathname === pathname) fetched.push(response.url());
  });
  const start = Date.now();
  await page.clock.setFixedTime(start);
  await page.goto(`${workspace.server.origin}/queue?state=pending&agent=${agent.id}`);
  const row = page.locator(`main a[href="${pathname}"]`);
  // What fetches early is loaded after the page.
  await expect(async () => {
    await page.mouse.move(0, 0);
    await row.hover();
    await expect.poll(() => fetched.length, { timeout: 1000 }).toBe(1);
  }).toPass();

  await test.step("after two seconds it is fetched again", async () => {
    await page.clock.setFixedTime(start + 2_500);
    await row.click();
    await expect(approveButton(page)).toBeEnabled();
    expect(fetched.length).toBeGreaterThanOrEqual(2);
  });

  await test.step("before, it opens as it was fetched, and the server refuses its statement until it is renewed", async () => {
    await page.goBack();
    await second.goto(other.url);
    await expect(approveButton(second)).toBeEnabled();
    await page.mouse.move(0, 0);
    fetched.length = 0;
    await page.clock.setFixedTime(start + 10_000);
    await row.hover();
    await expect.poll(() => fetched.length).toBe(1);
    await approveButton(second).click();
    await expect(outcome(second, "Approved by you")).toBeVisible();
    let renew = () => {};
    const mayRenew = new Promise<void>((resolve) => {
      renew = resolve;
    });
    await page.route(
      (url) => url.pathname === pathname,
      async (route) => {
        await mayRenew;
        await route.continue();
      },
    );
    await row.click();
    await expect(approveButton(page)).toBeEnabled();
    await approveButton(page).click();
    await expect(notice(page)).toContainText("The same was approved since this page was opened.");
    renew();
    await notice(page).getByRole("button").click();
    await expect(page.locator("[data-review=signal]").first()).toContainText("approved exactly this");
  });
  await other.ended;
  asked.interrupt();
  await asked.ended;
});
