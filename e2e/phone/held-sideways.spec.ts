import type { Locator } from "@playwright/test";
import { expectAccessible } from "../fixtures/accessible.ts";
import { expect, test } from "../fixtures/test.ts";

async function boxOf(place: Locator) {
  const box = await place.boundingBox();
  if (!box) throw new Error("it is not on the screen");
  return box;
}

test("held sideways, a request of the list is in view, Deny and Approve are next to the request, and dialogs keep their buttons in view", async ({
  workspace,
  enter,
}) => {
  const { origin } = workspace.server;
  const solo = await workspace.agent("Solo bot");
  const landis = await workspace.person("Landis");
  const pair = await workspace.agent("Pair bot", { backups: [landis] });
  // By one person, by two people, and by two where one person is missing.
  const asking = [await solo.refund(1250), await pair.refund(6250), await solo.refund(6250)];
  const { page } = await enter(workspace.admin, {
    ...{ viewport: { width: 640, height: 360 }, isMobile: true, hasTouch: true },
  });
  await page.goto(`${origin}/queue`);
  const [row, tabs] = [
    page.locator('main a[data-row][href^="/requests/req_"]').first(),
    page.locator("[data-tab-bar]"),
  ];
  // Streamed content is hidden at first.
  await expect(row).toBeVisible();
  const { y, height } = await boxOf(row);
  expect(y + height).toBeLessThanOrEqual((await boxOf(tabs)).y);
  await page.getByRole("button", { name: "More" }).tap();
  await expect(page.getByText(/^Version \d/).last()).toBeInViewport({ ratio: 1 });
  await expect(page.getByRole("button", { name: "Sign out" }).last()).toBeInViewport({ ratio: 1 });

  for (const { url } of asking) {
    await page.goto(url);
    const deny = page.locator("[data-shortcut=deny]");
    await expect(deny).toBeEnabled();
    const approve = page.locator("[data-shortcut=approve]");
    for (const part of [page.getByRole("heading", { level: 1 }), deny, approve, tabs])
      await expect(part).toBeInViewport({ ratio: 1 });
    expect((await boxOf(deny)).width).toBe((await boxOf(approve)).width);
  }

  await page.goto(`${origin}/people/${landis.id}/offboard`);
  await page.getByRole("button", { name: "Deactivate person…" }).tap();
  const dialog = page.getByRole("dialog", { name: "Deactivate Landis?" });
  expect(await dialog.evaluate((box) => box.scrollHeight - box.clientHeight)).toBeGreaterThan(0);
  await expect(dialog.getByRole("button", { name: "Deactivate person" })).toBeInViewport({ ratio: 1 });
  await expectAccessible(page, "a dialog longer than the screen");
  for (const ask of asking) ask.interrupt();
  await Promise.all(asking.map(({ ended }) => ended));
});

test("held sideways, a phone as wide as a tablet keeps the tab bar, and its list has the whole width", async ({
  workspace,
  enter,
}) => {
  const asked = await (await workspace.agent("Wide bot")).refund(1250);
  const { page } = await enter(workspace.admin, {
    ...{ viewport: { width: 844, height: 390 }, isMobile: true, hasTouch: true },
  });
  await page.goto(`${workspace.server.origin}/queue`);
  await expect(page.getByRole("navigation", { name: "Main navigation" })).toBeVisible();
  await expect(page.getByRole("navigation", { name: "Main", exact: true })).toBeHidden();
  const [row, bar] = [page.locator("main a[data-row]").first(), page.locator("[data-top-bar]")];
  await expect(row).toBeVisible();
  const { y, width, height } = await boxOf(row);
  expect(width).toBeGreaterThanOrEqual(740);
  expect(y + height).toBeLessThanOrEqual((await boxOf(page.locator("[data-tab-bar]"))).y);
  expect((await boxOf(bar)).height).toBeLessThanOrEqual(48);
  await expectAccessible(page, "the requests on a wide phone held sideways");
  asked.interrupt();
  await asked.ended;
});

test("held sideways, the content of an agent's tab is in view below its facts", async ({
  workspace,
  enter,
}) => {
  const agent = await workspace.agent("Sideways bot");
  const { page } = await enter(workspace.admin, {
    ...{ viewport: { width: 640, height: 360 }, isMobile: true, hasTouch: true },
  });
  for (const tab of ["keys", "activity"]) {
    await page.goto(`${workspace.server.origin}/agents/${agent.id}/${tab}`);
    const tabs = page.getByRole("navigation", { name: "Pages of Sideways bot" });
    await expect(tabs).toBeVisible();
    const { y, height } = await boxOf(tabs);
    // A line of text and a control.
    expect((await boxOf(page.locator("[data-tab-bar]"))).y - y - height).toBeGreaterThanOrEqual(64);
  }
});
