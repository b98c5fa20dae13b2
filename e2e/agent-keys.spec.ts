import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures/test.ts";

async function createAgent(page: Page, origin: string, keyChoice: string, publicKey?: string) {
  await page.goto(`${origin}/agents/new`);
  await page.getByLabel("Name").fill("Ledger bot");
  await page.getByLabel(keyChoice).check();
  if (publicKey) await page.getByRole("textbox", { name: "Public key" }).fill(publicKey);
  await page.getByRole("button", { name: "Create the agent" }).click();
  return {
    enrol: (await page.getByRole("code").filter({ hasText: "enroll" }).textContent()) ?? "",
    ask: (await page.getByRole("code").filter({ hasText: "ask" }).textContent()) ?? "",
  };
}

test("an agent whose public key was pasted asks with the private key that never left its machine", async ({
  house,
  enter,
  machine,
}) => {
  const { page } = await enter(house.admin);
  const made = await machine.countersign(["keygen", "--out", `${machine.home}/agent.key`]).ended;
  const { enrol, ask } = await createAgent(
    page,
    house.server.origin,
    "Paste a public key",
    made.stdout.trim(),
  );
  expect(await machine.paste(enrol, machine.read("agent.key")).ended).toMatchObject({ code: 0 });
  expect(await machine.paste(`${ask} --no-wait`).ended).toMatchObject({ code: 14, stdout: "" });
  await expect(page.getByText("The first request is here")).toBeVisible();
});

test("an agent with a shared secret asks with it; the secret is shown once", async ({
  house,
  enter,
  machine,
}) => {
  const { page } = await enter(house.admin);
  const { enrol, ask } = await createAgent(page, house.server.origin, "A shared secret (HMAC)");
  const secret = (await page.getByRole("code").filter({ hasText: "whsec_" }).textContent()) ?? "";
  expect(await machine.paste(enrol, secret).ended).toMatchObject({ code: 0 });
  expect(await machine.paste(ask.replace("amount=1250", "amount=50")).ended).toMatchObject({ code: 0 });
  await page.getByRole("link", { name: "Open the agent's page" }).click();
  await expect(page.getByRole("listitem").filter({ hasText: "Shared secret (HMAC)" })).toBeVisible();
  expect(await page.content()).not.toContain(secret);
});

test("a key that was revoked signs nothing any more", async ({ house, enter }) => {
  const agent = await house.agent("Revoked bot");
  expect(await agent.refund(50).ended).toMatchObject({ code: 0 });
  const { page } = await enter(house.admin);
  await page.goto(`${house.server.origin}/agents/${agent.id}`);
  await page.getByRole("button", { name: "Revoke", exact: true }).click();
  await page.getByRole("button", { name: "Revoke the key" }).click();
  await expect(page.getByRole("dialog")).toBeHidden();
  expect(await agent.refund(50).ended).toMatchObject({ code: 20, stdout: "" });
});

test("a one-time code enrols one key", async ({ house, enter, machine }) => {
  const { page } = await enter(house.admin);
  const { enrol } = await createAgent(page, house.server.origin, "The agent makes its own key pair");
  expect(await machine.paste(enrol).ended).toMatchObject({ code: 0 });
  const again = enrol.replace(/--profile \S+/, "--profile thief");
  expect(await machine.paste(again).ended).toMatchObject({ code: 20 });
});
