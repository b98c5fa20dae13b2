import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import postgres from "postgres";
import { type EmbeddedDatabase, startEmbeddedDatabase } from "#db/embedded";
import { randomToken } from "#lib/digest";
import { expectAccessible } from "./fixtures/accessible.ts";
import { expect, givePasskey, test } from "./fixtures/test.ts";
import { Workspace } from "./fixtures/workspace.ts";

test.setTimeout(120_000);

// A separate database, because three months have to pass.
const folder = mkdtempSync(path.join(tmpdir(), "countersign-attestation-"));
let database: EmbeddedDatabase;
let sql: postgres.Sql;
let workspace: Workspace;

test.beforeAll(async ({ browser }) => {
  database = await startEmbeddedDatabase({ dataFolder: folder, log: { info() {}, warn() {}, error() {} } });
  sql = postgres(database.url, { max: 1 });
  workspace = await Workspace.open(browser, {
    env: { DATABASE_URL: database.url, COUNTERSIGN_SECRET: randomToken() },
  });
});

test.afterAll(async () => {
  await workspace?.close();
  await sql?.end();
  await database?.stop();
  rmSync(folder, { recursive: true, force: true });
});

test("an owner is warned, an unconfirmed agent is quarantined with its pending requests, and one signature over the list reactivates it", async ({
  newContext,
}) => {
  const { origin } = workspace.server;
  const [first, second] = [await workspace.agent("Ledger bot"), await workspace.agent("Mail bot")];
  const context = await newContext({ storageState: workspace.admin.cookies });
  const page = await context.newPage();
  await givePasskey(workspace, workspace.admin, page);

  await sql`update agents set attested_at = now() - interval '95 days'`;
  await page.goto(`${origin}/queue`);
  const banner = page.getByRole("region", { name: "Ownership tasks" });
  await expect(banner).toContainText("Confirm ownership of 2 agents or they will be quarantined.");
  await expectAccessible(page, "the warning");
  expect(await first.refundToEnd(50)).toMatchObject({ code: 0 });

  const waiting = await first.refund(1250);
  await sql`update agents set attested_at = now() - interval '105 days'`;
  await sql`select graphile_worker.add_job('ownership')`;
  expect(await waiting.ended).toMatchObject({
    code: 13,
    stderr: expect.stringContaining("attestation lapsed"),
  });
  expect(await second.refundToEnd(50)).toMatchObject({
    code: 20,
    stderr: expect.stringContaining("didn't confirm ownership in time"),
  });
  await page.goto(`${origin}/agents/orphaned`);
  await expect(page.getByRole("link", { name: /Ledger bot/ })).toContainText("Ownership not confirmed");

  await page.getByRole("link", { name: "Review my agents" }).click();
  await expect(page.getByText("Confirm ownership", { exact: true })).toBeVisible();
  await expectAccessible(page, "the list to confirm");
  await page.getByRole("button", { name: "Confirm ownership of 2 agents" }).click();
  await expect(page.getByText("Up to date", { exact: true })).toHaveCount(2);
  await expect(banner).toBeHidden();
  for (const agent of [first, second]) expect(await agent.refundToEnd(50)).toMatchObject({ code: 0 });
});

test("an admin changes the ownership review interval, within its limits", async ({ newContext }) => {
  const context = await newContext({ storageState: workspace.admin.cookies });
  const page = await context.newPage();
  await page.goto(`${workspace.server.origin}/settings/owners`);
  await page.getByLabel("Grace period in days").fill("0");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Enter a whole number of days, from 1 to 90.")).toBeVisible();
  await page.getByLabel("Grace period in days").fill("7");
  await page.getByLabel("Review interval in days").fill("30");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved")).toBeVisible();
  await page.reload();
  await expect(page.getByLabel("Review interval in days")).toHaveValue("30");
});

test("a longer review interval takes the admin's passkey, and a cancelled dialog changes nothing", async ({
  newContext,
}) => {
  const context = await newContext({ storageState: workspace.admin.cookies });
  const page = await context.newPage();
  await givePasskey(workspace, workspace.admin, page);
  await page.goto(`${workspace.server.origin}/settings/owners`);
  const interval = page.getByLabel("Review interval in days");
  await interval.fill("120");
  await page.getByRole("button", { name: "Save" }).click();
  const dialog = page.getByRole("dialog", { name: "Change the ownership review periods?" });
  await expect(dialog).toContainText("Owners confirm their agents every 120 days.");
  await expectAccessible(page, "the confirmation of longer periods");
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await expect(dialog).toBeHidden();
  await page.getByRole("button", { name: "Save" }).click();
  await dialog.getByRole("button", { name: "Change periods" }).click();
  await expect(page.getByText("Saved")).toBeVisible();
  await page.reload();
  await expect(interval).toHaveValue("120");
});
