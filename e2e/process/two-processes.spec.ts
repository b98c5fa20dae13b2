import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { type EmbeddedDatabase, startEmbeddedDatabase } from "#db/embedded";
import { isPoolerThere, type Pooler, startPooler } from "#db/testing/pooler";
import { randomToken } from "#lib/kernel/digest";
import { approveButton, outcome } from "../fixtures/approval-screen.ts";
import { Balancer } from "../fixtures/balancer.ts";
import { freePort, startServer, type TestServer } from "../fixtures/server.ts";
import { expect, givePasskey, test } from "../fixtures/test.ts";
import { Workspace } from "../fixtures/workspace.ts";

// The test kills one process while pages and agents are connected to it.
test.use({ expectedErrors: [/net::ERR_/] });
test.setTimeout(120_000);

const folder = mkdtempSync(path.join(tmpdir(), "countersign-two-"));
const balancer = new Balancer();
let database: EmbeddedDatabase;
let pooler: Pooler | undefined;
let workspace: Workspace;
let second: TestServer;

test.beforeAll(async ({ browser }) => {
  database = await startEmbeddedDatabase({ dataFolder: folder, log: { info() {}, warn() {}, error() {} } });
  await balancer.listen();
  if (isPoolerThere) pooler = await startPooler(database.url);
  const env = {
    ...(pooler
      ? { DATABASE_URL: pooler.url, DATABASE_DIRECT_URL: database.url }
      : { DATABASE_URL: database.url }),
    COUNTERSIGN_SECRET: randomToken(),
    COUNTERSIGN_URL: balancer.origin,
  };
  const ports = [String(await freePort()), String(await freePort())];
  balancer.ports = ports.map(Number);
  workspace = await Workspace.open(browser, { env: { ...env, PORT: ports[0] ?? "" } });
  second = await startServer({ env: { ...env, PORT: ports[1] ?? "" } });
});

test.afterAll(async () => {
  await second?.stop();
  second?.removeData();
  await workspace?.close();
  await balancer.close();
  await pooler?.stop();
  await database?.stop();
  rmSync(folder, { recursive: true, force: true });
});

test("two processes on one database, behind PgBouncer, redeem a grant once between them, and nothing is lost when one of them dies", async ({
  newContext,
}) => {
  const agent = await workspace.agent("Busy bot");
  const context = await newContext({ storageState: workspace.admin.cookies });
  const page = await context.newPage();
  await givePasskey(workspace, workspace.admin, page);

  // Each process has some of the connections: asking, waiting, reading, approving.
  const asks = await Promise.all(Array.from({ length: 4 }, () => agent.refund(1250)));
  const urls = asks.map(({ url }) => url);
  for (const url of urls.slice(0, 2)) {
    await page.goto(url);
    await approveButton(page).click();
    await expect(outcome(page, "Approved by you")).toBeVisible();
  }
  const grants = await Promise.all(asks.slice(0, 2).map(({ ended }) => ended));
  expect(grants.map(({ code }) => code)).toEqual([0, 0]);

  const grant = grants[0]?.stdout ?? "";
  const attempts = Array.from({ length: 8 }, () => agent.redeemRefund(1250, grant).ended);
  const codes = (await Promise.all(attempts)).map(({ code }) => code);
  expect(codes.filter((code) => code === 0)).toHaveLength(1);
  expect(codes.filter((code) => code !== 0).every((code) => code === 41)).toBe(true);

  // Agents that waited at the killed process reconnect to the other process.
  await second.kill9();
  await page.goto(urls[2] ?? "");
  await approveButton(page).click();
  await expect(outcome(page, "Approved by you")).toBeVisible();
  expect(await asks[2]?.ended).toMatchObject({ code: 0 });
  expect(asks[3]?.isRunning).toBe(true);
  const redeemed = await agent.redeemRefund(1250, grants[1]?.stdout ?? "").ended;
  expect(redeemed).toMatchObject({ code: 0 });
});
