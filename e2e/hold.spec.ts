import { expectAccessible } from "./fixtures/accessible.ts";
import { openNotifications } from "./fixtures/notifications.ts";
import { expect, test } from "./fixtures/test.ts";

test("the owner of a flooding agent holds it from its one card in the queue, and releases it with a passkey", async ({
  workspace,
  enter,
}) => {
  const { origin } = workspace.server;
  const owner = await workspace.person("Fleur");
  const agent = await workspace.agent("Flood bot", { owner });
  const { page } = await enter(owner);
  for (let n = 0; n < 2; n += 1) await agent.refund(700);
  await page.goto(`${origin}/queue`);
  const queue = page.getByRole("region", { name: "Requests" });

  await test.step("the same action, asked for twice, is one row with a way to both", async () => {
    await expect(queue.getByText("Same action, 2 times")).toBeVisible();
    await expect(queue.getByRole("link", { name: /Refund a payment/ })).toHaveCount(1);
    await expectAccessible(page, "queue with a repeated request");
    await queue.getByRole("link", { name: "View all 2" }).click();
    await expect(queue.getByRole("link", { name: /Refund a payment/ })).toHaveCount(2);
  });

  await test.step("reviewed together, each of two equal requests has a name, and J moves to it", async () => {
    await page.goto(`${origin}/queue`);
    await page.getByRole("link", { name: /^Review together.*Flood bot/ }).click();
    const ticks = page.getByRole("checkbox", { name: /700\.00/ });
    await expect(ticks).toHaveCount(2);
    await expect(page.getByRole("button", { name: "Details" }).last()).toHaveAccessibleDescription(/700\.00/);
    await expectAccessible(page, "review together with equal requests alone");
    for (const tick of await ticks.all()) {
      await page.keyboard.press("j");
      await expect(tick).toBeFocused();
    }
  });

  await test.step("a flood is one card, and the bar counts each request", async () => {
    await page.goto(`${origin}/queue`);
    for (let n = 0; n < 9; n += 1) await agent.refund(701 + n);
    await page.getByRole("button", { name: "9 new requests · Show" }).click();
    await expect(queue.getByText("11 requests in 10 min")).toBeVisible();
    await expect(queue.getByRole("link", { name: /^Refund a payment/ })).toHaveCount(0);
    await expectAccessible(page, "queue with a flood");
  });

  await test.step("the card's button holds the agent, without a passkey", async () => {
    await queue.getByRole("button", { name: /^Hold agent/ }).click();
    const dialog = page.getByRole("dialog", { name: "Hold Flood bot?" });
    await expect(dialog.getByText("11 pending requests are cancelled.")).toBeVisible();
    await dialog.getByLabel("Reason").fill("Too many refunds");
    await page.keyboard.press("Escape");
    await expect(dialog).toBeHidden();
    await queue.getByRole("button", { name: /^Hold agent/ }).click();
    await expect(dialog.getByLabel("Reason")).toHaveValue("Too many refunds");
    await expectAccessible(page, "dialog to hold an agent");
    await dialog.getByRole("button", { name: "Hold agent" }).click();
    await expect(page.getByText("You're all caught up")).toBeVisible();
    expect(await agent.refundToEnd(700)).toMatchObject({ code: 20 });
  });

  await test.step("the agent's page says who holds it and why, and releases it with a passkey", async () => {
    await page.goto(`${origin}/agents/${agent.id}/permissions`);
    await expect(page.getByRole("row", { name: /All actions/ })).toContainText("On hold");
    await page.goto(`${origin}/agents/${agent.id}`);
    await expect(page.getByText(/Fleur put it on hold/)).toBeVisible();
    await expect(page.getByText("Reason: Too many refunds")).toBeVisible();
    await expectAccessible(page, "page of a held agent");
    await page.getByRole("button", { name: "Release agent…" }).click();
    const dialog = page.getByRole("dialog", { name: "Release Flood bot?" });
    await dialog.getByRole("button", { name: "Release agent" }).click();
    await expect(page.getByRole("button", { name: /^Hold agent/ })).toBeVisible();
    // The button that had the focus is gone.
    const title = page.getByRole("heading", { level: 1, name: "Flood bot" });
    await expect(title).toBeFocused();
    await expect(title).toHaveAccessibleDescription("Active");
    await agent.refund(700);
  });
});

test("the approver of an unexpected request denies it and holds the agent in one dialog, by keyboard, on a phone", async ({
  workspace,
  enter,
}) => {
  const owner = await workspace.person("Olaf");
  const agent = await workspace.agent("Night bot", { owner });
  const [asking, other] = [await agent.refund(1250), await agent.refund(1300)];
  const { page } = await enter(owner);
  await page.setViewportSize({ width: 360, height: 640 });
  await page.goto(asking.url);

  await test.step("the dialog says what the hold ends", async () => {
    await page.getByRole("button", { name: "I didn't expect this…" }).press("Enter");
    const dialog = page.getByRole("dialog", { name: "Deny and hold Night bot?" });
    await expect(dialog.getByRole("listitem")).toHaveText([
      "This request is denied.",
      "Night bot can't request anything until its owner or an admin releases it.",
      "Its other pending request is cancelled.",
      "The admins are notified.",
    ]);
    await dialog.getByLabel("Note").fill("No one works at night");
    await expectAccessible(page, "dialog to deny and hold");
    await dialog.getByRole("button", { name: "Deny and hold agent" }).press("Enter");
  });

  await test.step("the outcome has the focus and a link to the agent, and both waiting calls end", async () => {
    const outcome = page.getByRole("region", { name: "Denied by you" });
    await expect(outcome).toBeFocused();
    await expect(outcome).toContainText("The request wasn't expected, so the agent was put on hold");
    await expectAccessible(page, "outcome of an unexpected request");
    expect(await asking.ended).toMatchObject({ code: 10, stderr: expect.not.stringContaining("night") });
    expect(await other.ended).toMatchObject({ stderr: expect.stringContaining("agent held") });
    await outcome.getByRole("link", { name: "View Night bot" }).click();
    await expect(page.getByText(/Olaf put it on hold/)).toBeVisible();
    await expect(page.getByText("Reason: No one works at night")).toBeVisible();
  });

  await test.step("an admin is notified, and reads the request", async () => {
    const { page: adminPage } = await enter(workspace.admin);
    await adminPage.goto(`${workspace.server.origin}/queue`);
    const words = "Olaf didn't expect a request from Night bot, denied it and put the agent on hold.";
    await expect(await openNotifications(adminPage)).toContainText(words);
  });
});

test("identical requests are marked where they are approved, and none of them is selected with the others", async ({
  workspace,
  enter,
}) => {
  const owner = await workspace.person("Regina");
  const agent = await workspace.agent("Repeating bot", { owner });
  const { page } = await enter(owner, { viewport: { width: 360, height: 640 } });
  const asked = [await agent.refund(700), await agent.refund(710), await agent.refund(700)];
  await page.goto(asked[1]?.url ?? "");
  await expect(page.getByRole("heading", { level: 1, name: /710\.00/ })).toBeVisible();
  await expect(page.getByText(/ask for exactly this/)).toHaveCount(0);
  await page.goto(asked[0]?.url ?? "");
  await expect(page.getByText("2 pending requests ask for exactly this.")).toBeVisible();
  await page.goto(`${workspace.server.origin}/queue`);
  await page.getByRole("link", { name: /^Review together.*Repeating bot/ }).click();
  await expect(page.getByText("Same action, 2 pending")).toHaveCount(2);
  await expect(page.getByText("1 of 3 selected")).toBeVisible();
  await expectAccessible(page, "review together with identical requests");
  await page.getByRole("checkbox", { name: /700/ }).first().check();
  await expect(page.getByText("2 of 3 selected")).toBeVisible();
  await expect(page.getByRole("button", { name: /^Approve 2 1,410\.00.USD/ })).toBeEnabled();
});
