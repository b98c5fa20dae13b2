import { expect, test } from "../fixtures/test.ts";

test("eight open tabs leave connections for a decision, and a tab that is shown again hears of changes", async ({
  workspace,
  enter,
}) => {
  const { page } = await enter(workspace.admin);
  const context = page.context();
  // A browser without a window shows every tab: these are hidden as tabs in the background are.
  await context.addInitScript(() => {
    const isHidden = () => window.name !== "shown";
    Object.defineProperty(document, "hidden", { get: isHidden });
  });
  const tabs = [];
  for (let tab = 0; tab < 7; tab++) {
    const opened = await context.newPage();
    await opened.goto(`${workspace.server.origin}/queue`);
    await expect(opened.getByRole("heading", { name: "Requests", level: 1 })).toBeVisible();
    tabs.push(opened);
  }
  await page.goto(`${workspace.server.origin}/people`);
  await expect(page.getByRole("heading", { name: "People", level: 1 })).toBeVisible();
  const last = tabs.at(-1);
  if (!last) throw new Error("no tab");
  const streams: string[] = [];
  last.on("request", (request) => {
    if (request.url().includes("/api/live")) streams.push(request.url());
  });
  await last.evaluate(() => {
    window.name = "shown";
    document.dispatchEvent(new Event("visibilitychange"));
  });
  await expect.poll(() => streams.length).toBe(1);
});
