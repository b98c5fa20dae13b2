import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { expectAccessible } from "./fixtures/accessible.ts";
import type { Agent } from "./fixtures/agent-machine.ts";
import { publishReviewed } from "./fixtures/publish-draft.ts";
import { expect, test } from "./fixtures/test.ts";

let agent: Agent;
test.beforeAll(async ({ workspace }) => {
  agent = await workspace.agent("Catalog bot");
});

/** How an ask ends that does not wait for a decision. */
async function ask(type: string, params: object) {
  return (await agent.ask([type, "--params", JSON.stringify(params), "--no-wait"])).ended;
}

async function publish(page: Page, origin: string): Promise<void> {
  await page.goto(`${origin}/policy/draft/review`);
  await publishReviewed(page);
}

test("an admin adds an action type on a phone, sees where its schema has errors, and requests are validated by it once published", async ({
  workspace,
  enter,
}) => {
  const { origin } = workspace.server;
  const { page } = await enter(workspace.admin, { viewport: { width: 390, height: 844 } });
  await page.goto(`${origin}/policy`);
  await page.getByRole("link", { name: "Action types" }).click();
  await page.getByRole("link", { name: "Add action type" }).click();
  await page.getByLabel("Action type", { exact: true }).fill("voucher.issue");
  await page.getByLabel("Name", { exact: true }).fill("Issue a voucher");
  await page.getByLabel("Risk level").selectOption("Financial");
  const schema = page.getByLabel("Parameter schema");
  await schema.fill('{\n "type": "object",\n "type": "object"\n}');
  const save = page.getByRole("button", { name: "Save to draft" });
  await save.click();
  await expect(page.getByText("Line 3 isn't valid JSON: duplicate member name")).toBeVisible();
  await expect(schema).toBeFocused();
  await schema.fill('{\n "properties": {\n  "value": {"type": "number", "minimun": 0}\n }\n}');
  await page.getByLabel("Amount parameter").fill("worth");
  await save.click();
  await expect(
    page.getByText("Line 3, /properties/value/minimun: minimun isn't a supported keyword"),
  ).toBeVisible();
  await expectAccessible(page, "an action type with errors");
  await page.setViewportSize({ width: 390, height: 844 });
  await schema.fill('{"properties": {"value": {"type": "number", "minimum": 1}}, "required": ["value"]}');
  await save.click();
  await expect(page.getByText("The schema has no parameter worth.")).toBeVisible();
  await page.getByLabel("Amount parameter").fill("value");
  await save.click();
  await expect(page).toHaveURL(/\/policy\/actions$/);
  const row = page.getByRole("listitem").filter({ hasText: "Issue a voucher" });
  await expect(row.getByText("New", { exact: true })).toBeVisible();

  // The draft does not apply yet.
  expect((await ask("voucher.issue", { value: 0 })).code).toBe(14);
  await publish(page, origin);
  const refused = await ask("voucher.issue", { value: 0 });
  expect(refused.code).not.toBe(0);
  expect(refused.stderr).toContain("/action/params/value");
  await page.goto(`${origin}/policy/actions`);
  await expect(row).toContainText("1 request in 30 days");
  await expect(row.getByText("New", { exact: true })).toHaveCount(0);
});

test("an action type that agents have used is added with one press, its schema inferred from their requests", async ({
  workspace,
  enter,
}) => {
  const { origin } = workspace.server;
  for (const total of [5, 7.5]) await ask("invoice.pay", { total, currency: "USD", lines: [{ sku: "a" }] });
  const { page } = await enter(workspace.admin);
  await page.goto(`${origin}/policy/actions`);
  const row = page.getByRole("listitem").filter({ hasText: "invoice.pay" });
  await expect(row).toContainText("2 requests · Catalog bot");
  await expectAccessible(page, "action types with an unknown type", { at: "/policy/actions" });
  await row.getByRole("link", { name: "Add" }).click();
  await expect(page.getByText("Prefilled from 2 requests in the last 30 days")).toBeVisible();
  await expectAccessible(page, "a type to be adopted");
  await expect(page.getByLabel("Action type", { exact: true })).toHaveValue("invoice.pay");
  await expect(page.getByLabel("Amount parameter")).toHaveValue("total");
  await expect(page.getByLabel("Currency parameter")).toHaveValue("currency");
  const schema = JSON.parse(await page.getByLabel("Parameter schema").inputValue());
  expect(schema).toMatchObject({
    properties: { total: { type: "number" }, lines: { items: { required: ["sku"] } } },
    required: ["currency", "lines", "total"],
  });
  // The suggested descriptor, with both requests, at both widths.
  const preview = page.frameLocator('iframe[title="Preview of the request"]');
  await expect(preview.getByRole("heading", { name: "Invoice pay" })).toBeVisible();
  await expect(preview.getByText("7.50 USD")).toBeVisible();
  await page.getByLabel("Request", { exact: true }).selectOption("2 of 2");
  await page.getByLabel("Screen", { exact: true }).selectOption("Desktop");
  await expect(preview.getByText("5.00 USD")).toBeVisible();
  await page.getByLabel("Name", { exact: true }).fill("Pay an invoice");
  await page.getByRole("button", { name: "Save to draft" }).click();
  await expect(page).toHaveURL(/\/policy\/actions$/);
  await expect(page.getByRole("link", { name: "Add invoice.pay" })).toBeHidden();

  // A type without rules can be removed; a type that a rule uses cannot.
  await page.getByRole("button", { name: "Remove Pay an invoice" }).click();
  await page.getByRole("button", { name: "Remove action type" }).click();
  await expect(page.getByRole("link", { name: "Add invoice.pay" })).toBeVisible();
  await page.getByRole("button", { name: "Remove Refund a payment" }).click();
  await page.getByRole("button", { name: "Remove action type" }).click();
  await expect(page.getByRole("dialog")).toContainText("Rules use this action type");
});

test("an admin gives an agent labels, with a passkey, and sees them on its page and in the list", async ({
  workspace,
  enter,
}) => {
  const { origin } = workspace.server;
  const { page } = await enter(workspace.admin, { viewport: { width: 390, height: 844 } });
  await page.goto(`${origin}/agents/${agent.id}`);
  await page.getByLabel("Add label").fill("Prod");
  await page.getByRole("button", { name: "Add…" }).click();
  await expect(page.getByText('"Prod" isn\'t a valid label')).toBeVisible();
  await page.getByLabel("Add label").fill("team:payments prod, prod");
  await page.getByRole("button", { name: "Add…" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Change labels" }).click();
  await expect(page.getByRole("list", { name: "Labels" }).getByRole("listitem")).toHaveText([
    "prod",
    "team:payments",
  ]);
  await expectAccessible(page, "an agent with labels");
  await page.getByRole("button", { name: "Remove label prod" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
  await page.goto(`${origin}/agents`);
  await expect(page.getByRole("link", { name: agent.name })).toContainText("Labels: prod, team:payments");
});

test("the policy is exported as a file, and an import goes to the draft after a review of the differences", async ({
  workspace,
  enter,
}) => {
  const { origin } = workspace.server;
  const { page } = await enter(workspace.admin);
  await page.goto(`${origin}/policy`);
  const menu = page.getByRole("button", { name: "Actions for the policy" });
  await menu.click();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: /^Export version/ }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^policy-version-\d+\.json$/);
  const file = JSON.parse(readFileSync(await download.path(), "utf8"));
  await menu.click();
  await page.getByRole("link", { name: "Import file" }).click();
  const input = page.getByLabel("Policy file");
  const choose = (content: string) =>
    input.setInputFiles({ name: "policy.json", mimeType: "application/json", buffer: Buffer.from(content) });

  await choose(JSON.stringify({ ...file, default_outcome: "allow", rules: [{ id: "x" }] }, null, 2));
  const faults = page.getByRole("alert").filter({ hasText: "policy.json has" });
  await expect(faults).toContainText("/default_outcome");
  await expect(faults).toContainText("/rules/0/title");
  await expectAccessible(page, "a policy file with errors", { at: "/policy/import" });

  await choose(JSON.stringify(file));
  await expect(page.getByText("No differences")).toBeVisible();
  const entry = { type: "badge.print", title: "Print a badge", risk: "write", schema: { type: "object" } };
  const action_types = [...file.action_types, { ...entry, amountParam: null, currencyParam: null }];
  await choose(JSON.stringify({ ...file, default_outcome: "block", action_types }));
  const shown = page.getByRole("region", { name: "Changes in this file" });
  await expect(shown).toContainText("2 changes");
  await expect(shown).toContainText("Print a badge");
  await expectAccessible(page, "the difference that a policy file makes");
  await page.getByRole("button", { name: "Import to draft" }).click();
  await expect(page).toHaveURL(/\/policy$/);
  await expect(page.getByLabel("Default outcome")).toHaveValue("block");
  await page.goto(`${origin}/policy/actions`);
  const badge = page.getByRole("listitem").filter({ hasText: "Print a badge" });
  await expect(badge.getByText("New", { exact: true })).toBeVisible();
});

test("the command line pulls, compares and pushes the policy, and waits until an admin publishes it with a passkey; a revoked token does nothing", async ({
  workspace,
  enter,
}) => {
  const { origin } = workspace.server;
  const { page } = await enter(workspace.admin);
  await page.goto(`${origin}/settings/tokens`);
  await page.getByRole("button", { name: "Create token…" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Create token" }).click();
  const code = page.getByRole("figure").filter({ hasText: "Policy token" }).getByRole("code");
  await expect(code).toHaveText(/^cspt_/);
  await expectAccessible(page, "a policy token", { at: "/settings/tokens" });
  const token = (await code.textContent()) ?? "";
  const tokenFile = agent.write("policy-token", token);
  const policy = (...args: string[]) =>
    agent.countersign(["policy", ...args, "--url", origin, "--token-file", tokenFile]);

  const file = `${agent.home}/policy.json`;
  expect((await policy("pull", file).ended).code).toBe(0);
  expect(await policy("diff", file).ended).toMatchObject({ code: 0, stdout: "No differences.\n" });
  const before = JSON.parse(agent.read("policy.json"));
  const rules = before.rules.map((rule: { id: string; title: string }) =>
    rule.id === "send-message" ? { ...rule, title: "Messages need a human" } : rule,
  );
  agent.write("policy.json", JSON.stringify({ ...before, rules }, null, 2));
  const differing = await policy("diff", file).ended;
  expect(differing.code).toBe(60);
  expect(differing.stdout).toContain('-> "Messages need a human"');

  const pushing = policy("push", file, "--wait");
  await expect.poll(() => pushing.stderr).toContain(`${origin}/policy/draft/review`);
  await publish(page, origin);
  expect((await pushing.ended).code).toBe(0);
  await expect(page.getByRole("heading", { name: "Messages need a human" })).toBeVisible();

  // The file still names the earlier version: pushing the file again would undo later publications.
  expect((await policy("push", file).ended).code).toBe(61);
  agent.write("policy.json", "{\n  nonsense");
  const faulty = await policy("diff", file).ended;
  expect([faulty.code, faulty.stderr]).toEqual([21, expect.stringContaining("line 2")]);

  await page.goto(`${origin}/settings/tokens`);
  await expect(page.getByText(token)).toBeHidden();
  await page.getByRole("button", { name: /^Revoke token/ }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Revoke token" }).click();
  await expect(page.getByRole("button", { name: /^Revoke token/ })).toBeHidden();
  const authorization = `Bearer ${token}`;
  expect((await fetch(`${origin}/api/v1/policy/version`, { headers: { authorization } })).status).toBe(401);
});
