import type { Page } from "@playwright/test";
import { choose } from "../fixtures/choose.ts";
import { expect, test } from "../fixtures/test.ts";

/** The first ask of the agent that a command of its page enrolled. */
function askAfter(enroll: string, amount: number): string {
  const [profile = ""] = /--profile \S+/.exec(enroll) ?? [];
  return `countersign ask refund.create ${profile} --param currency=USD --param amount=${amount}`;
}

/** @returns the command of the step that gives the agent its key */
async function createAgent(page: Page, origin: string, keyChoice: string, publicKey?: string) {
  await page.goto(`${origin}/connect/curl`);
  await page.getByLabel("Name").fill("Ledger bot");
  await page.getByText("More options").click();
  await page.getByLabel(keyChoice).check();
  if (publicKey) await page.getByRole("textbox", { name: "Public key" }).fill(publicKey);
  await page.getByRole("button", { name: "Create agent…" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Create agent" }).click();
  return (await page.getByRole("code").filter({ hasText: "countersign enroll" }).textContent()) ?? "";
}

test("an agent whose public key was pasted asks with the private key that never left its machine", async ({
  workspace,
  enter,
  machine,
}) => {
  const { page } = await enter(workspace.admin);
  const made = await machine.countersign(["keygen", "--out", `${machine.home}/agent.key`]).ended;
  const enroll = await createAgent(
    page,
    workspace.server.origin,
    "Use an existing public key",
    made.stdout.trim(),
  );
  expect(await machine.paste(enroll, machine.read("agent.key")).ended).toMatchObject({ code: 0 });
  expect(await (await machine.pasteAsk(`${askAfter(enroll, 1250)} --no-wait`)).ended).toMatchObject({
    code: 14,
    stdout: "",
  });
  await expect(page.getByText("First call received")).toBeVisible();
});

test("an agent signs its requests with a shared secret, which is shown once", async ({
  workspace,
  enter,
  machine,
}) => {
  const { page } = await enter(workspace.admin);
  const enroll = await createAgent(page, workspace.server.origin, "Shared secret (HMAC)");
  const secret = (await page.getByRole("code").filter({ hasText: "whsec_" }).textContent()) ?? "";
  expect(await machine.paste(enroll, secret).ended).toMatchObject({ code: 0 });
  expect(await (await machine.pasteAsk(askAfter(enroll, 50))).ended).toMatchObject({
    code: 0,
  });
  await expect(page.getByText("First call received")).toBeVisible();
  await page.getByRole("link", { name: "Go to agent" }).click();
  await expect(page.getByRole("listitem").filter({ hasText: "Shared secret (HMAC)" })).toBeVisible();
  expect(await page.content()).not.toContain(secret);

  await page.getByRole("link", { name: "Keys", exact: true }).click();
  await page.getByRole("button", { name: "Add key" }).click();
  await page.getByLabel("Shared secret (HMAC)").check();
  await page.getByRole("button", { name: "Add key…" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Add key" }).click();
  await expect(page.getByRole("code").filter({ hasText: "whsec_" })).toBeVisible();
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Agents" }).click();
  await expect(page.getByRole("dialog", { name: "Leave without the secret?" })).toBeVisible();
});

test("a closed passkey prompt creates no agent and keeps the form, and one prompt then creates it", async ({
  workspace,
  enter,
}) => {
  const { origin } = workspace.server;
  const zelda = await workspace.person("Zelda");
  const { page } = await enter(workspace.admin);
  await page.goto(`${origin}/connect/curl`);
  await page.getByLabel("Name").fill("");
  const prompts = await countPrompts(page);
  await page.getByRole("button", { name: "Create agent" }).click();
  await expect(page.getByLabel("Name")).toHaveAttribute("aria-invalid", "true");
  await expect(page.getByLabel("Name")).toBeFocused();
  expect(await prompts.count(), "nobody is asked for a passkey only to be told of a slip").toBe(0);

  await page.getByLabel("Name").fill("Prompted ledger bot");
  await choose(page.getByLabel("Owner"), "Zelda");
  await page.getByLabel("Ada", { exact: true }).check();
  await page.getByLabel("Shared secret (HMAC)").check();
  await page.getByLabel("Key expires after").selectOption("30");
  await prompts.close(true);
  await page.getByRole("button", { name: "Create agent…" }).click();
  const dialog = page.getByRole("dialog", { name: "Create Prompted ledger bot?" });
  await expect(dialog).toContainText("Zelda (");
  await dialog.getByRole("button", { name: "Create agent" }).click();
  await expect(dialog.getByRole("alert")).toContainText("The prompt was closed");
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await expect(page.getByLabel("Name")).toHaveValue("Prompted ledger bot");
  await expect(page.getByLabel("Owner").getByRole("option", { name: "Zelda", selected: true })).toHaveCount(
    1,
  );
  await expect(page.getByLabel("Ada", { exact: true })).toBeChecked();
  await expect(page.getByLabel("Shared secret (HMAC)")).toBeChecked();
  await expect(page.getByLabel("Key expires after")).toHaveValue("30");

  await prompts.close(false);
  await page.getByRole("button", { name: "Create agent…" }).click();
  await dialog.getByRole("button", { name: "Create agent" }).click();
  await expect(page.getByRole("heading", { name: "Prompted ledger bot created" })).toBeVisible();
  expect(await prompts.count(), "the closed one, and the one that created it").toBe(2);
  await page.getByRole("link", { name: "Go to agent" }).click();
  await page.getByRole("button", { name: "Leave page" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Prompted ledger bot");
  await expect(page.getByText(zelda.name).first()).toBeVisible();
});

test("an owner rotates a key with one prompt for the new one, and none to revoke the old one", async ({
  workspace,
  enter,
}) => {
  const yuri = await workspace.person("Yuri");
  const agent = await workspace.agent("Rotated bot", { owner: yuri });
  const { page } = await enter(yuri);
  await page.goto(`${workspace.server.origin}/agents/${agent.id}/keys`);
  const prompts = await countPrompts(page);
  await page.getByRole("button", { name: "Add key" }).click();
  await page.getByLabel("Use an existing public key").check();
  const made = await agent.countersign(["keygen", "--out", `${agent.home}/new.key`]).ended;
  const typed = page.getByRole("textbox", { name: "Public key" });
  await typed.fill(made.stdout.trim());
  await prompts.close(true);
  await page.getByRole("button", { name: "Add key…" }).click();
  const dialog = page.getByRole("dialog", { name: "Add a key to Rotated bot?" });
  await dialog.getByRole("button", { name: "Add key" }).click();
  await expect(dialog.getByRole("alert")).toContainText("The prompt was closed");
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await expect(typed).toHaveValue(made.stdout.trim());
  await prompts.close(false);
  await page.getByRole("button", { name: "Add key…" }).click();
  await dialog.getByRole("button", { name: "Add key" }).click();
  await expect(page.getByText("Your key is registered.")).toBeVisible();
  expect(await prompts.count()).toBe(2);

  const old = page.locator("#keys").getByRole("listitem").filter({ hasNotText: made.stdout.trim() });
  await old.getByRole("button", { name: "Revoke…", exact: true }).click();
  await page.getByRole("button", { name: "Revoke key" }).click();
  await expect(page.getByRole("dialog")).toBeHidden();
  expect(await prompts.count()).toBe(2);
  expect(await agent.refundToEnd(50)).toMatchObject({ code: 20 });
});

/** Counts the passkey prompts of an open page, and can cancel them as a press of Escape does. */
async function countPrompts(page: Page) {
  await page.evaluate(() => {
    const { credentials } = navigator;
    const answer = credentials.get.bind(credentials);
    const root = document.documentElement;
    root.dataset.prompts = "0";
    credentials.get = async (options) => {
      root.dataset.prompts = String(Number(root.dataset.prompts) + 1);
      if (root.dataset.closes === "true") throw new DOMException("closed", "NotAllowedError");
      return answer(options);
    };
  });
  const root = page.locator("html");
  return {
    count: async () => Number(await root.getAttribute("data-prompts")),
    close: (closes: boolean) =>
      root.evaluate((element, value) => {
        element.dataset.closes = value;
      }, String(closes)),
  };
}
