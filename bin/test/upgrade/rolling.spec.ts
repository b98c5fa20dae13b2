import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { BrowserContext, BrowserContextOptions, Page } from "@playwright/test";
import { type Database, openDatabase } from "#db/client";
import { type EmbeddedDatabase, startEmbeddedDatabase } from "#db/embedded";
import { addMigrations, admitsThisVersion } from "#db/testing/next-release";
import { randomToken } from "#lib/kernel/digest";
import { signingKey } from "../../../client/src/keys.ts";
import type { Agent } from "../../../e2e/fixtures/agent-machine.ts";
import { approveButton, outcome } from "../../../e2e/fixtures/approval-screen.ts";
import { Balancer } from "../../../e2e/fixtures/balancer.ts";
import { saveAndPublish } from "../../../e2e/fixtures/publish-draft.ts";
import { freePort, startServer, type TestServer } from "../../../e2e/fixtures/server.ts";
import { expect, givePasskey, test } from "../../../e2e/fixtures/test.ts";
import { Workspace } from "../../../e2e/fixtures/workspace.ts";
import { Load } from "./load.ts";

// The test kills a process.
test.use({ expectedErrors: [/net::ERR_/] });

// One of each form that a migration may have, on the table that every ask writes.
const migrations = [
  "ALTER TABLE requests ADD COLUMN upgraded text;",
  `DROP INDEX CONCURRENTLY IF EXISTS requests_upgraded;
--> statement-breakpoint
CREATE INDEX CONCURRENTLY requests_upgraded ON requests (upgraded);`,
  "ALTER TABLE requests ADD CONSTRAINT requests_upgraded_is_text CHECK (upgraded <> '') NOT VALID;",
  `WITH batch AS (
  SELECT id FROM requests WHERE id > $1 ORDER BY id LIMIT $2
), changed AS (
  UPDATE requests SET upgraded = state FROM batch WHERE requests.id = batch.id AND upgraded IS NULL
) SELECT max(id) AS last FROM batch;`,
  "ALTER TABLE requests VALIDATE CONSTRAINT requests_upgraded_is_text;",
].map((statement) => admitsThisVersion + statement);

const { PREVIOUS = "", NEXT = "" } = process.env;
const folder = mkdtempSync(path.join(tmpdir(), "countersign-upgrade-"));
const balancer = new Balancer();
type NewContext = (options: BrowserContextOptions) => Promise<BrowserContext>;
type Pair = [first: TestServer, second: TestServer];
let embedded: EmbeddedDatabase;
let db: Database;
let workspace: Workspace;
let env: Record<string, string>;

test.beforeAll(async ({ browser }) => {
  addMigrations(path.join(NEXT, "db/migrations"), ...migrations);
  embedded = await startEmbeddedDatabase({ dataFolder: folder, log: { info() {}, warn() {}, error() {} } });
  db = openDatabase(embedded.url, { connections: 2 });
  await balancer.listen();
  env = {
    DATABASE_URL: embedded.url,
    COUNTERSIGN_SECRET: randomToken(),
    COUNTERSIGN_URL: balancer.origin,
    LOG_LEVEL: "warn",
    ASKS_PER_MINUTE: "1000000",
    PENDING_PER_AGENT: "1000000",
  };
  const port = String(await freePort());
  balancer.ports = [Number(port)];
  workspace = await Workspace.open(browser, { env: { ...env, PORT: port }, installation: PREVIOUS });
});

test.afterAll(async () => {
  await workspace?.close();
  await balancer.close();
  await db?.$client.end();
  await embedded?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** A new browser of the admin, whose connections all go to this process. */
async function pageOn({ port }: TestServer, newContext: NewContext): Promise<Page> {
  balancer.ports = [port];
  const page = await (await newContext({ storageState: workspace.admin.cookies })).newPage();
  await givePasskey(workspace, workspace.admin, page);
  return page;
}

/** An agent asks at one process, its owner approves at another, and the grant is redeemed once between them. */
async function mainJob(agent: Agent, [first, second]: Pair, newContext: NewContext): Promise<void> {
  balancer.ports = [first.port];
  const asked = await agent.refund(1250);
  const page = await pageOn(second, newContext);
  await page.goto(asked.url);
  await approveButton(page).click();
  await expect(outcome(page, "Approved by you")).toBeVisible();
  await page.context().close();
  const { code, stdout: grant } = await asked.ended;
  expect(code).toBe(0);
  const codes: unknown[] = [];
  for (const { port } of [first, second]) {
    balancer.ports = [port];
    codes.push((await agent.redeemRefund(1250, grant).ended).code);
  }
  expect(codes).toEqual([0, 41]);
}

/** The admin publishes a rule about an agent that never asks. */
async function publish(server: TestServer, title: string, newContext: NewContext): Promise<void> {
  const page = await pageOn(server, newContext);
  await page.goto(`${balancer.origin}/policy/draft/rules/new`);
  await page.getByLabel("Name", { exact: true }).fill(title);
  await page.getByLabel("Action type", { exact: true }).selectOption("Refund a payment");
  await page.getByText("More options").click();
  await page.getByRole("checkbox", { name: "Idle bot", exact: true }).check();
  await saveAndPublish(page);
  await page.context().close();
}

async function findUpgraded(before: Date) {
  const [row] = await db.$client`
    select not exists (select from requests where upgraded is null and created_at < ${before.toISOString()}) as "isFilled",
      (select indisvalid from pg_index where indexrelid = 'requests_upgraded'::regclass) as "isIndexed",
      (select convalidated from pg_constraint where conname = 'requests_upgraded_is_text') as "isChecked"`;
  return row;
}

test("a workspace is upgraded while agents call, people decide and admins publish, and no call fails", async ({
  newContext,
}) => {
  const agent = await workspace.agent("Upgraded bot");
  await workspace.agent("Idle bot");
  const caller = await workspace.agent("Calling bot");
  const { key } = JSON.parse(caller.read(".config/countersign/default.json"));
  const load = new Load(new URL(balancer.origin).host, { id: caller.id, key: signingKey(key) });
  const old = workspace.server;
  await load.start([old.port], 8);

  const startOfNext = new Date();
  const next = await startServer({ env, installation: NEXT });
  expect(await findUpgraded(startOfNext)).toEqual({ isFilled: true, isIndexed: true, isChecked: true });
  await load.spread([old.port, next.port]);
  await mainJob(agent, [old, next], newContext);
  await mainJob(agent, [next, old], newContext);
  await publish(old, "Published by the release before", newContext);
  await publish(next, "Published by the next release", newContext);

  // A process of the release before dies, and starts again on the schema of the next one.
  await load.spread([next.port]);
  await old.kill9();
  await old.start();
  await load.spread([old.port, next.port]);
  await mainJob(agent, [old, next], newContext);

  await load.spread([next.port]);
  expect(await old.stop()).toBe(0);
  await mainJob(agent, [next, next], newContext);
  await load.stop();
  console.log(`${load.calls} calls, ${load.failures.length} failed`);
  expect(load.failures).toEqual([]);
  expect(await next.stop()).toBe(0);
  next.removeData();
});
