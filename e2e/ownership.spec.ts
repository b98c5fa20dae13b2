import { expectAccessible } from "./fixtures/accessible.ts";
import { approveButton, outcome } from "./fixtures/approval-screen.ts";
import { openNotifications } from "./fixtures/notifications.ts";
import { endAccess } from "./fixtures/people.ts";
import { expect, test } from "./fixtures/test.ts";

// A suspended or deactivated person learns so at the next call.
test.use({ expectedErrors: [/status of 4(0\d|10)/] });

test("an offboarding from preview to new owners: orphaned agents are found, transferred, accepted on a phone, and the rest revoked", async ({
  workspace,
  enter,
}) => {
  test.setTimeout(240_000);
  const { origin } = workspace.server;
  const [fay, guy, hao] = [
    await workspace.person("Fay"),
    await workspace.person("Guy"),
    await workspace.person("Hao"),
  ];
  const names = ["Mail bot", "Refund bot", "Old bot", "Older bot"] as const;
  const agents = [];
  for (const name of names) agents.push(await workspace.agent(name, { owner: fay }));
  const [mail, refund, old, older] = agents;
  if (!mail || !refund || !old || !older) throw new Error("four agents");
  const { page } = await enter(workspace.admin);

  await test.step("what if Fay left today? The page changes nothing", async () => {
    await page.goto(`${origin}/people/impact`);
    await expectAccessible(page, "people by impact", { at: "/people/impact" });
    await page.getByRole("link", { name: /Fay/ }).click();
    await expect(page.getByText("4 agents they own are quarantined")).toBeVisible();
    await expectAccessible(page, "what if Fay left", { at: "/people/*/offboard" });
    await page.reload();
    await expect(page.getByText("4 agents they own are quarantined")).toBeVisible();
  });

  await test.step("Fay leaves, and one agent goes to its new owner in the same step", async () => {
    const newOwner = page.getByLabel("New owner for Refund bot");
    const forAll = page.getByLabel(/^New owner for all/);
    await forAll.selectOption({ label: "Hao" });
    await page.getByRole("button", { name: "Apply" }).click();
    await expect(newOwner).toHaveValue(hao.id);
    await forAll.selectOption({ label: "As suggested" });
    await page.getByRole("button", { name: "Apply" }).click();
    await expect(newOwner).toHaveValue("");
    await newOwner.selectOption({ label: "Hao" });
    await page.getByRole("button", { name: "Deactivate person…" }).click();
    const dialog = page.getByRole("dialog", { name: "Deactivate Fay?" });
    await expect(dialog).toContainText("4 agents they own are quarantined");
    await expect(dialog).toContainText("Refund bot: Hao (");
    await expect(dialog).toContainText("3 agents stay without an owner");
    await expectAccessible(page, "the dialog that deactivates a person");
    await dialog.getByRole("button", { name: "Deactivate person" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Fay is deactivated" })).toBeFocused();
    expect(await refund.refundToEnd(50)).toMatchObject({ code: 20 });
  });

  await test.step("another orphaned agent is offered to its new owner", async () => {
    await page.goto(`${origin}/agents/orphaned`);
    const quarantined = page.getByRole("region", { name: "Quarantined agents" });
    for (const name of names)
      await expect(quarantined.getByRole("link", { name: new RegExp(name) })).toBeVisible();
    await expectAccessible(page, "orphaned agents", { at: "/agents/orphaned" });
    await page.getByLabel("New owner for Mail bot").selectOption({ label: "Guy" });
    await page.getByRole("button", { name: "Transfer 1 agent" }).click();
    await expect(quarantined.getByText(/Transfer to Guy pending/)).toBeVisible();
    await expect(quarantined.getByText(/Transfer to Hao pending/)).toBeVisible();
    expect(await refund.refundToEnd(50)).toMatchObject({ code: 20 });
  });

  await test.step("the others are revoked together, with one passkey prompt", async () => {
    for (const name of ["Old bot", "Older bot"])
      await page.getByRole("checkbox", { name, exact: true }).check();
    await page.getByRole("button", { name: "Revoke 2 agents" }).click();
    const dialog = page.getByRole("dialog", { name: "Revoke 2 agents?" });
    await expectAccessible(page, "the dialog that revokes orphaned agents");
    await dialog.getByRole("button", { name: "Revoke 2 agents" }).click();
    await expect(dialog).toBeHidden();
    await expect(page.getByRole("checkbox", { name: "Old bot", exact: true })).toHaveCount(0);
    expect((await old.refundToEnd(50)).code).not.toBe(0);
  });

  await test.step("Hao is notified on every page, reads what the agent may do, and accepts on the phone", async () => {
    const { page: phone } = await enter(hao, { viewport: { width: 390, height: 844 } });
    await phone.goto(`${origin}/queue`);
    await expect(await openNotifications(phone)).toContainText(
      "1 agent is waiting for you to accept ownership.",
    );
    await phone.getByRole("link", { name: "Review my agents" }).click();
    await phone.getByRole("link", { name: /Refund bot/ }).click();
    await expect(phone.getByText("This agent is quarantined")).toBeVisible();
    await expect(phone.getByText(/Refund a payment: auto-approve when amount is up to 100/)).toBeVisible();
    await expectAccessible(phone, "accepting an agent");
    await phone.setViewportSize({ width: 390, height: 844 });
    await phone.getByRole("button", { name: "Accept ownership" }).click();
    await expect(phone).toHaveURL(`${origin}/agents/${refund.id}`);
    await expect(phone.getByRole("heading", { level: 1, name: "Refund bot" })).toBeVisible();
    await expectAccessible(phone, "the agent's page, for its owner");

    expect(await refund.refundToEnd(50)).toMatchObject({
      code: 20,
      stderr: expect.stringContaining("key_revoked"),
    });
    await phone.getByRole("link", { name: "Keys", exact: true }).click();
    await phone.getByRole("button", { name: "Add key…" }).click();
    await phone.getByRole("dialog").getByRole("button", { name: "Add key" }).click();
    const command = phone.getByRole("code").filter({ hasText: "countersign enroll" });
    // The agent's machine still has the revoked key, in the default profile.
    const enroll = ((await command.textContent()) ?? "").replace(/--profile \S+ /, "");
    const enrolled = await refund.paste(enroll).ended;
    expect(enrolled, "the agent enrolls its new key").toMatchObject({ code: 0 });

    const asking = await refund.refund(1250);
    await phone.goto(asking.url);
    await approveButton(phone).click();
    await expect(outcome(phone, "Approved by you")).toBeVisible();
    const { code, stdout: grant } = await asking.ended;
    expect(code).toBe(0);
    expect(await refund.redeemRefund(1250, grant).ended).toMatchObject({ code: 0 });

    await phone.goto(`${origin}/agents/mine`);
    await phone.getByRole("button", { name: "Confirm ownership of 1 agent" }).click();
    await expect(phone.getByText(/^Next ownership review on/)).toBeVisible();
    await expectAccessible(phone, "my agents", { at: "/agents/mine" });
  });

  await test.step("Guy declines and says why; the admin is notified, and sees the agent without an offer again", async () => {
    const { page: guys } = await enter(guy);
    await guys.goto(`${origin}/agents/mine`);
    await guys.getByRole("link", { name: /Mail bot/ }).click();
    await guys.getByRole("button", { name: "Decline" }).click();
    const dialog = guys.getByRole("dialog", { name: "Decline Mail bot?" });
    await dialog.getByRole("button", { name: "Decline" }).click();
    await expect(
      dialog.getByText("Enter a reason. It helps the admin decide what to do next."),
    ).toBeVisible();
    await dialog.getByLabel("Reason").fill("I know nothing about mail");
    await dialog.getByRole("button", { name: "Decline" }).click();
    await expect(guys).toHaveURL(`${origin}/agents/mine`);
    await expect(guys.getByText("You don't own any agents")).toBeVisible();
    await page.goto(`${origin}/queue`);
    await expect(await openNotifications(page)).toContainText(
      "Guy declined ownership of Mail bot: “I know nothing about mail”. It will stay quarantined until you choose another owner.",
    );
    await page.goto(`${origin}/agents/orphaned`);
    await expect(page.getByRole("link", { name: /Mail bot/ })).toContainText("Orphaned");
    expect(await mail.refundToEnd(50)).toMatchObject({ code: 20 });
  });

  await test.step("what happened is the agent's history", async () => {
    await page.goto(`${origin}/agents/${refund.id}/activity`);
    const history = page.getByRole("heading", { name: "Activity" }).locator("xpath=ancestor::section");
    for (const words of [
      "started an ownership transfer",
      "quarantined an agent",
      "accepted ownership of an agent",
      "confirmed ownership of an agent",
    ])
      await expect(history).toContainText(words);
    await expectAccessible(page, "the agent's page, for the admin", { at: "/agents/*/activity" });
  });
});

test("a new owner accepts several selected agents with one passkey prompt, also if one offer was withdrawn", async ({
  workspace,
  enter,
}) => {
  test.setTimeout(240_000);
  const { origin } = workspace.server;
  const [ida, jon] = [await workspace.person("Ida"), await workspace.person("Jon")];
  const names = ["List bot 1", "List bot 2", "List bot 3", "List bot 4", "List bot 5"] as const;
  const agents = [];
  for (const name of names) agents.push(await workspace.agent(name, { owner: ida }));
  const [first, second] = agents;
  if (!first || !second) throw new Error("five agents");
  const { page } = await enter(workspace.admin);
  await endAccess(page, origin, "Ida", "Deactivate");
  await page.goto(`${origin}/agents/orphaned`);
  for (const name of names) await page.getByLabel(`New owner for ${name}`).selectOption({ label: "Jon" });
  await page.getByRole("button", { name: "Transfer 5 agents" }).click();
  await expect(
    page.getByRole("region", { name: "Quarantined agents" }).getByText(/Transfer to Jon pending/),
  ).toHaveCount(5);
  await expect(page.getByText("Transfer requested for 5 agents.", { exact: true })).toBeVisible();

  const { page: phone } = await enter(jon, { viewport: { width: 390, height: 844 } });
  await phone.goto(`${origin}/agents/mine`);
  await expectAccessible(phone, "several offers");
  await phone.setViewportSize({ width: 390, height: 844 });
  await phone.getByRole("checkbox", { name: "List bot 5" }).uncheck();
  await phone.getByRole("link", { name: "Review 4 agents" }).click();
  await expect(phone.getByRole("heading", { level: 1, name: "Accept 4 agents?" })).toBeVisible();
  await expect(phone.getByText(/Refund a payment: auto-approve when amount is up to 100/)).toBeVisible();
  await expect(phone.getByText("List bot 5")).toHaveCount(0);
  await expect(phone.getByText(/^Current owner: Ida · Transferred by: /)).toHaveCount(4);
  await phone.getByRole("link", { name: "Change selection" }).click();
  await expect(phone.getByRole("checkbox", { name: "List bot 4" })).toBeChecked();
  await expect(phone.getByRole("checkbox", { name: "List bot 5" })).not.toBeChecked();
  await phone.getByRole("link", { name: "Review 4 agents" }).click();
  await expect(phone.getByRole("heading", { level: 1, name: "Accept 4 agents?" })).toBeVisible();
  await expectAccessible(phone, "accepting several agents");
  await phone.setViewportSize({ width: 390, height: 844 });

  // One offer is withdrawn while Jon reads the list.
  await page.goto(`${origin}/agents/${agents[3]?.id}`);
  await page.getByRole("button", { name: "Cancel transfer" }).click();
  await expect(page.getByRole("button", { name: "Cancel transfer" })).toHaveCount(0);
  await phone.getByRole("button", { name: "Accept 4 agents" }).click();
  await expect(phone.getByText(/nothing was accepted.*List bot 4 is no longer offered to you/)).toBeVisible();
  expect(await first.refundToEnd(50)).toMatchObject({ code: 20 });
  await expect(phone.getByText("Their keys are revoked.")).toBeVisible();
  await phone.getByRole("link", { name: "Keep its key (List bot 1)" }).click();
  await expect(
    phone.getByText("The keys of 2 agents are revoked and those of 1 agent still work."),
  ).toBeVisible();
  await phone.getByRole("button", { name: "Accept 3 agents" }).click();
  await expect(phone).toHaveURL(`${origin}/agents/mine`);
  await expect(phone.getByRole("region", { name: "My agents" }).getByRole("link")).toHaveCount(3);
  expect(await first.refundToEnd(50)).toMatchObject({ code: 0 });
  expect(await second.refundToEnd(50)).toMatchObject({
    code: 20,
    stderr: expect.stringContaining("key_revoked"),
  });
});

test("revoking an agent takes a passkey, and the waiting agent is notified immediately", async ({
  workspace,
  enter,
}) => {
  const { origin } = workspace.server;
  const agent = await workspace.agent("Doomed bot");
  const waiting = await agent.refund(1250);
  const { page, authenticator } = await enter(workspace.admin);
  await page.goto(`${origin}/agents/${agent.id}`);
  await authenticator.setUserVerified(false);
  await page.getByRole("button", { name: "Actions for Doomed bot" }).click();
  await page.getByRole("button", { name: "Revoke agent…" }).click();
  const dialog = page.getByRole("dialog", { name: "Revoke Doomed bot?" });
  await dialog.getByRole("button", { name: "Revoke agent" }).click();
  await expect(dialog.getByRole("alert").filter({ hasText: /\S/ })).toBeVisible();
  expect(waiting.isRunning).toBe(true);
  await authenticator.setUserVerified(true);
  await dialog.getByRole("button", { name: "Revoke agent" }).click();
  await expect(page.getByText("Revoked", { exact: true }).first()).toBeVisible();
  expect(await waiting.ended).toMatchObject({ code: 13, stdout: "" });
  expect((await agent.refundToEnd(50)).code).not.toBe(0);
});
