import { expectAccessible } from "../fixtures/accessible.ts";
import { saveAndPublish } from "../fixtures/publish-draft.ts";
import { expect, test } from "../fixtures/test.ts";
import { Workspace } from "../fixtures/workspace.ts";

// Publishes, so it doesn't use the shared workspace.
let workspace: Workspace;
test.beforeAll(async ({ browser }) => {
  workspace = await Workspace.open(browser);
});
test.afterAll(async () => {
  await workspace?.close();
});

test("a refund for a customer that is new to the agent needs approval, by a rule or by a threshold", async () => {
  test.slow();
  const { origin } = workspace.server;
  const agent = await workspace.agent("Refund bot");
  await workspace.asAdmin(async (page) => {
    const main = page.getByRole("main");
    await page.goto(`${origin}/policy/draft/rules/new`);
    await main.getByLabel("Name", { exact: true }).fill("New customers");
    await main.getByLabel("Action type").selectOption({ label: "Refund a payment" });
    await main.getByRole("button", { name: "Add condition" }).click();
    await main.getByLabel("Type", { exact: true }).selectOption({ label: "New to the agent" });
    await main.getByLabel("What", { exact: true }).selectOption({ label: "a parameter" });
    await main.getByLabel("Parameter", { exact: true }).fill("customer");
    await main.getByLabel("Days").fill("91");
    await main.getByRole("button", { name: "Save to draft" }).click();
    await expect(main.getByText("at most 90 days")).toBeVisible();
    await main.getByLabel("Days").fill("90");
    await expectAccessible(page, "a condition on what is new to the agent");
    await saveAndPublish(page);

    const refund = ["--param", "amount=20", "--param", "currency=USD", "--param", "customer=cus_1"];
    const asking = await agent.ask(["refund.create", "--resource", "charge/1", ...refund]);
    await page.goto(asking.url);
    await page.getByRole("heading", { name: "Rule" }).click();
    await expect(page.getByRole("heading", { name: "New customers" })).toBeVisible();
    await expect(
      page.getByText("customer wasn't approved for the agent in the last 90 days").first(),
    ).toBeVisible();

    await page.goto(`${origin}/policy/thresholds/refund`);
    await main.getByText("Conditions, agents, resources and hours").click();
    await main.getByRole("button", { name: "Add condition" }).click();
    await main.getByLabel("Type", { exact: true }).selectOption({ label: "New to the agent" });
    await main.getByLabel("Comparison").selectOption({ label: "was approved before" });
    await main.getByRole("button", { name: "Save to draft" }).click();
    await expect(main.getByText("the resource was approved for the agent before").first()).toBeVisible();
  });
});
