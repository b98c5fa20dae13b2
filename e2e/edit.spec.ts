import { expectAccessible } from "./fixtures/accessible.ts";
import { outcome } from "./fixtures/approval-screen.ts";
import { publishType } from "./fixtures/publish-type.ts";
import { expect, test } from "./fixtures/test.ts";

// A higher amount is refused by the server.
test.use({ expectedErrors: [/status of 400/] });

const editable = { editable: true } as const;

test("an approver lowers an amount by keyboard on a phone, approves the edited request, and the agent gets exactly that", async ({
  workspace,
  enter,
}) => {
  const owner = await workspace.person("Edda");
  const agent = await workspace.agent("Credit bot", { owner });
  const labels = { next_invoice: "Next invoice", payout: "Payout" };
  await publishType(
    workspace,
    {
      ...{ type: "credit.create", title: "Credit a customer", risk: "spend" },
      ...{ amountParam: "amount", currencyParam: "currency" },
      descriptor: {
        intent: "Credit a customer",
        sentence: "Credit {amount} as {as}",
        fields: [
          {
            path: "/amount",
            label: "Amount",
            format: "amount",
            params: { currency: "/currency" },
            ...editable,
          },
          { path: "/as", label: "As", format: "enum", params: { labels }, ...editable },
        ],
      },
    },
    { allowEdits: true },
  );
  const credit = [
    "credit.create",
    "--param",
    "amount=1250",
    "--param",
    "currency=USD",
    "--param",
    "as=payout",
  ];
  const asked = await agent.ask([...credit, "--accept-edits", "--out", "ask.json"]);
  const { page } = await enter(owner);
  await page.setViewportSize({ width: 360, height: 640 });
  await page.goto(asked.url);

  await test.step("a number can only be lowered, and the error says so", async () => {
    await page.getByRole("button", { name: "Edit…" }).press("Enter");
    const dialog = page.getByRole("dialog", { name: "Edit this request?" });
    await dialog.getByLabel("Amount (USD)").fill("2,000");
    await dialog.getByRole("button", { name: "Review edit" }).press("Enter");
    await expect(dialog.getByText("Enter less than 1,250.00 USD.")).toBeVisible();
    await expectAccessible(page, "dialog to edit a request");
    await dialog.getByLabel("Amount (USD)").fill("900");
    await dialog.getByLabel("As", { exact: true }).selectOption("Next invoice");
    await dialog.getByRole("button", { name: "Review edit" }).press("Enter");
  });

  await test.step("the review shows the edited request in full, and the passkey signs it", async () => {
    const dialog = page.getByRole("dialog", { name: "Approve the edited request?" });
    await expect(dialog.getByText("Credit 900.00 USD as Next invoice")).toBeVisible();
    await expect(dialog.getByRole("row", { name: /Amount 1,250.00 USD.* 900.00 USD/ })).toBeVisible();
    await expectAccessible(page, "review of an edited request");
    await dialog.getByRole("button", { name: "Approve edited request" }).press("Enter");
    await expect(outcome(page, "Approved by you")).toBeVisible();
    await expect(page.getByText("Edited by Edda")).toBeVisible();
  });

  await test.step("the grant is for the edited action alone", async () => {
    const { code, stdout: grant, stderr } = await asked.ended;
    expect(code).toBe(0);
    expect(stderr).toContain("edited: /params/amount to 900");
    expect(await agent.countersign(["redeem", "--grant", "-", ...credit], grant).ended).not.toMatchObject({
      code: 0,
    });
    expect(await agent.countersign(["redeem", "--from", "ask.json"]).ended).toMatchObject({ code: 0 });
  });

  await test.step("an amount in millions stays whole on Approve at 320 px", async () => {
    const large = await agent.ask(credit.map((word) => word.replace("1250", "1234567.89")));
    // So high that no signed value is below the screen.
    await page.setViewportSize({ width: 320, height: 1600 });
    await page.goto(large.url);
    const amount = page.locator("[data-shortcut=approve]").getByText("1,234,567.89 USD");
    expect((await amount.boundingBox())?.height).toBeLessThan(24);
    const title = page.getByRole("heading", { level: 1 }).getByText("1,234,567.89 USD");
    expect((await title.boundingBox())?.height).toBeLessThan(44);
    // The time left and both rarer acts are in one row above the buttons.
    await page.setViewportSize({ width: 360, height: 1600 });
    expect((await page.locator("[data-decision-bar]").boundingBox())?.height).toBeLessThan(150);
    large.interrupt();
    await large.ended;
  });
});

test("the edit of a request whose agent can't act on it goes to the agent with the denial", async ({
  workspace,
  enter,
}) => {
  const owner = await workspace.person("Sven");
  const agent = await workspace.agent("Plain bot", { owner });
  const descriptor = {
    intent: "Write off a debt",
    fields: [{ path: "/amount", label: "Amount", format: "number" as const, ...editable }],
  };
  const type = { type: "debt.write_off", title: "Write off a debt", risk: "spend" as const };
  await publishType(
    workspace,
    { ...type, amountParam: null, currencyParam: null, descriptor },
    { allowEdits: true },
  );
  const asked = await agent.ask(["debt.write_off", "--param", "amount=80"]);
  const { page } = await enter(owner);
  await page.goto(asked.url);
  await page.getByRole("button", { name: "Suggest edit…" }).click();
  const dialog = page.getByRole("dialog", { name: "Deny and suggest an edit?" });
  await dialog.getByLabel("Amount").fill("50");
  await dialog.getByLabel("Message to the agent").fill("Half is enough");
  await expectAccessible(page, "dialog to suggest an edit");
  await dialog.getByRole("button", { name: "Deny and suggest" }).click();
  await expect(outcome(page, "Denied by you")).toBeVisible();
  expect(await asked.ended).toMatchObject({
    code: 10,
    stderr: expect.stringContaining("suggested edit: /params/amount to 50"),
  });
});
