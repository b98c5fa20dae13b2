import { approveButton, notice, outcome } from "./fixtures/approval-screen.ts";
import { choose } from "./fixtures/choose.ts";
import { endAccess, openPerson } from "./fixtures/people.ts";
import { expect, test } from "./fixtures/test.ts";

// A suspended or deactivated person learns so at the next call.
test.use({ expectedErrors: [/status of 4(0\d|10)/] });

/**
 * In a page, before its scripts: a passkey prompt stays open until `touch()`, as while a person
 * looks for their key.
 */
function delayPrompts(): void {
  const get = navigator.credentials.get.bind(navigator.credentials);
  navigator.credentials.get = async (options) => {
    await new Promise<void>((resolve) => Object.assign(window, { touch: resolve }));
    return get(options);
  };
}

test.describe("invariant 8: offboarding lets nothing through", () => {
  test("an offboarding while the owner's and a backup approver's passkey prompts are open: neither approves, the waiting agent is notified, and its next request gets a clear 403", async ({
    workspace,
    enter,
  }) => {
    const { origin } = workspace.server;
    const [bea, cal] = [await workspace.person("Bea"), await workspace.person("Cal")];
    const agent = await workspace.agent("Prompted bot", { owner: bea, backups: [cal] });
    const waiting = await agent.refund(1250);
    const url = waiting.url;
    const screens = [await enter(bea), await enter(cal)];
    for (const { page } of screens) {
      await page.addInitScript(delayPrompts);
      await page.goto(url);
      await approveButton(page).click();
      await expect(page.getByText("Waiting for your passkey…")).toBeVisible();
    }
    const { page: admin } = await enter(workspace.admin);
    const listed = await endAccess(admin, origin, "Bea", "Suspend");
    expect(listed).toContain("1 agent they own is quarantined and can't request anything (Prompted bot).");
    expect(listed).toContain("1 pending request is cancelled.");
    expect(await waiting.ended).toMatchObject({ code: 13, stdout: "" });
    // The people touch their security keys only now: the signatures are real, and no longer
    // accepted.
    for (const { page } of screens) {
      const answered = page.waitForResponse(/\/approvals$/);
      await page.evaluate(() => (window as unknown as { touch: () => void }).touch());
      expect((await answered).status()).toBeGreaterThanOrEqual(400);
      await expect(
        notice(page)
          .or(page.getByRole("heading", { name: "Cancelled" }))
          .first(),
      ).toBeVisible();
    }
    await admin.goto(url);
    await expect(admin.getByText("Approved by", { exact: false })).toHaveCount(0);
    expect(await agent.refundToEnd(50)).toMatchObject({
      code: 20,
      stdout: "",
      stderr: expect.stringContaining("agent_quarantined"),
    });
  });

  test("invariant 7: after an offboarding between approval and redemption the grant is refused, also under the next owner", async ({
    workspace,
    enter,
  }) => {
    const { origin } = workspace.server;
    const [dee, eli] = [
      await workspace.person("Dee", ["Approver", "Auditor"]),
      await workspace.person("Eli"),
    ];
    const agent = await workspace.agent("Granted bot", { owner: dee });
    const approved = await agent.refund(1250);
    const { page } = await enter(dee);
    await page.goto(approved.url);
    await approveButton(page).click();
    await expect(outcome(page, "Approved by you")).toBeVisible();
    const { stdout: grant } = await approved.ended;

    const { page: admin } = await enter(workspace.admin);
    await openPerson(admin, origin, "Dee");
    await admin.getByText("Edit roles").click();
    await admin.getByRole("checkbox", { name: "Approver" }).uncheck();
    await admin.getByRole("button", { name: "Save roles…" }).click();
    const dialog = admin.getByRole("dialog", { name: "Remove Dee's Approver role?" });
    await expect(dialog).toContainText("1 unused grant is revoked.");
    await dialog.getByRole("button", { name: "Remove role" }).click();
    await expect(dialog).toBeHidden();
    expect(await agent.redeemRefund(1250, grant).ended).toMatchObject({ code: 20, stdout: "" });

    await admin.goto(`${origin}/agents/${agent.id}`);
    await admin.getByRole("link", { name: "Transfer…" }).first().click();
    await choose(admin.getByLabel("New owner"), "Eli");
    await admin.getByRole("button", { name: "Transfer ownership" }).click();
    await expect(admin.getByText("Transfer to Eli pending")).toBeVisible();
    expect(await agent.refundToEnd(50)).toMatchObject({ code: 20, stdout: "" });
    const { page: heir } = await enter(eli);
    await heir.goto(`${origin}/agents/mine`);
    await heir.getByRole("link", { name: /Granted bot/ }).click();
    await expect(heir.getByText("Accepting revokes its key. Add a new key after you accept.")).toBeVisible();
    await expect(heir.getByText(/^Added .* by Ada$/)).toBeVisible();
    await heir.getByRole("link", { name: "Keep its key" }).click();
    await expect(heir.getByText(/^Its key still works\./)).toBeVisible();
    await heir.getByRole("button", { name: "Accept ownership" }).click();
    await expect(heir).toHaveURL(`${origin}/agents/${agent.id}`);
    expect(await agent.redeemRefund(1250, grant).ended).toMatchObject({ code: 40, stdout: "" });
    expect(await agent.refundToEnd(50)).toMatchObject({ code: 0 });
  });
});
