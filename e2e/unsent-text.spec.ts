import type { Page } from "@playwright/test";
import type { Agent } from "./fixtures/agent-machine.ts";
import { approveButton, deny, outcome } from "./fixtures/approval-screen.ts";
import { withDatabase } from "./fixtures/database.ts";
import { expect, test } from "./fixtures/test.ts";
import type { Person } from "./fixtures/workspace.ts";

// The page may ask for news in the moment between the end of its session and the sign-in page.
test.use({ expectedErrors: [/status of 401/] });

let backup: Person;
let agent: Agent;
test.beforeAll(async ({ workspace }) => {
  backup = await workspace.person("Uma");
  agent = await workspace.agent("Unsent bot", { backups: [backup] });
});

const unsentText = (page: Page) => page.getByRole("dialog", { name: "Your text wasn't sent" });

async function writeReason(page: Page, reason: string) {
  await page.getByRole("button", { name: "Deny…" }).click();
  await page.getByRole("dialog").getByLabel("Message to the agent").fill(reason);
}

test("a typed note belongs to its person: the next person who signs in in the same tab doesn't get it", async ({
  workspace,
  enter,
}) => {
  const asking = await agent.refund(1250);
  const { page, authenticator } = await enter(workspace.admin);
  await page.goto(asking.url);
  await page.getByLabel("Note").fill("Words of the admin");
  await page.reload();
  await expect(page.getByLabel("Note")).toHaveValue("Words of the admin");
  const other = await enter(backup);
  const cookies = await page.context().cookies();
  await page.context().addCookies(await other.page.context().cookies());
  await page.reload();
  await expect(page.getByRole("button", { name: "Deny…" })).toBeEnabled();
  await expect(page.getByLabel("Note")).toHaveValue("");
  // The same person finds it again, until they sign out.
  await page.context().addCookies(cookies);
  await page.reload();
  await expect(page.getByLabel("Note")).toHaveValue("Words of the admin");
  // The virtual authenticator would pick the passkey that the sign-in page suggests.
  await authenticator.setPresence(false);
  const loaded = page.waitForEvent("load");
  await page.getByRole("button", { name: "Sign out" }).click();
  await loaded;
  await expect(page).toHaveURL(/\/signin/);
  expect(await page.evaluate(() => Object.keys(sessionStorage))).toEqual([]);
  asking.interrupt();
  await asking.ended;
});

test("half a reason and a note stay readable when another approver decides first, also on the page of the outcome", async ({
  workspace,
  enter,
}) => {
  const asking = await agent.refund(1250);
  const { page } = await enter(workspace.admin);
  await page.goto(asking.url);
  await page.getByLabel("Note").fill("Half a thought");
  await writeReason(page, "Half a rea");
  const other = await enter(backup);
  await other.page.goto(asking.url);
  await deny(other.page, "Refunded already");
  await expect(unsentText(page).getByLabel("Message to the agent")).toHaveValue("Half a rea");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("alert").filter({ hasText: "Denied by Uma" })).toBeFocused();
  await expect(approveButton(page)).toBeDisabled();
  await expect(page.getByLabel("Note")).toHaveValue("Half a thought");
  await page.getByRole("button", { name: "Reload" }).click();
  await expect(outcome(page, "Denied by Uma")).toBeVisible();
  await page.getByRole("button", { name: "View unsent text" }).click();
  await expect(unsentText(page).getByLabel("Message to the agent")).toHaveValue("Half a rea");
  await other.page.reload();
  await expect(outcome(other.page, "Denied by you")).toBeVisible();
  await expect(other.page.getByRole("button", { name: "View unsent text" })).toHaveCount(0);
  expect(await asking.ended).toMatchObject({ code: 10 });
});

test("half a reason stays readable when the server is the first to say that the request expired", async ({
  workspace,
  enter,
}) => {
  const asking = await agent.refund(1250);
  const { page } = await enter(workspace.admin);
  await page.goto(asking.url);
  await writeReason(page, "Half a rea");
  // The page's clock is late, in a test by minutes.
  const requestId = asking.url.split("/").at(-1) ?? "";
  await withDatabase(workspace.server, async ({ $client: sql }) => {
    await sql`update requests set expires_at = now() where id = ${requestId}`;
    await sql`select graphile_worker.add_job('expire', json_build_object('due_at', now()))`;
  });
  await expect(unsentText(page).getByLabel("Message to the agent")).toHaveValue("Half a rea");
  await expect(unsentText(page).getByLabel("Message to the agent")).toBeFocused();
  await asking.ended;
});
