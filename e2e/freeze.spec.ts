import { expectAccessible } from "./fixtures/accessible.ts";
import { expect, test } from "./fixtures/test.ts";

test("an approver freezes all agents on a phone with two presses, and an admin releases them with a passkey", async ({
  workspace,
  enter,
}) => {
  const { origin } = workspace.server;
  const owner = await workspace.person("Petra");
  const agent = await workspace.agent("Frozen bot", { owner });
  const waiting = await agent.refund(1250);
  const { page } = await enter(owner, { viewport: { width: 360, height: 640 } });
  await page.goto(`${origin}/queue`);

  await test.step("two presses stop the agent, and end the call that waits", async () => {
    await page.getByRole("link", { name: "Freeze", exact: true }).first().click();
    await expectAccessible(page, "page to freeze agents", { at: "/freeze" });
    await page.getByLabel("Reason").fill("Wrong refunds");
    await page.getByRole("button", { name: "Freeze all agents" }).click();
    await expect(page.getByText("Frozen by Petra.")).toBeVisible();
    expect(await waiting.ended).toMatchObject({ stderr: expect.stringContaining("froze all agents") });
    await expectAccessible(page, "page of a freeze");
    await expect(page.getByText("Ask an admin to release the agents.")).toBeVisible();
  });

  const { page: adminPage } = await enter(workspace.admin);
  await test.step("every page says it, and the admin's passkey releases the agents", async () => {
    await adminPage.goto(`${origin}/agents`);
    await adminPage.getByRole("link", { name: "View freeze" }).click();
    await expect(adminPage.getByText("Wrong refunds")).toBeVisible();
    await adminPage.getByRole("button", { name: "Release agents…" }).click();
    const dialog = adminPage.getByRole("dialog", { name: "Release all agents?" });
    await expect(dialog).toContainText("Wrong refunds");
    await dialog.getByRole("button", { name: "Release agents" }).click();
    await expect(adminPage.getByRole("button", { name: "Freeze all agents" })).toBeVisible();
    expect(await agent.refundToEnd(20)).toMatchObject({ code: 0 });
  });
});
