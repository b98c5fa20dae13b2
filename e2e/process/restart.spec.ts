import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { connect } from "node:net";
import path from "node:path";
import { isDatabaseUnavailable } from "#db/unavailable";
import type { Agent } from "../fixtures/agent-machine.ts";
import { approveButton, outcome } from "../fixtures/approval-screen.ts";
import { withDatabase } from "../fixtures/database.ts";
import type { TestServer } from "../fixtures/server.ts";
import { expect, test } from "../fixtures/test.ts";

// While the server is down an open page cannot listen or refresh, and the browser logs that to its console.
test.use({
  serviceWorkers: "allow",
  expectedErrors: [/net::ERR_|status of 503|fetching the script|Failed to fetch RSC payload/],
});

let agent: Agent;
test.beforeAll(async ({ workspace }) => {
  agent = await workspace.agent("Patient bot");
});

test("kill -9 at every step loses no accepted request, and one grant is redeemed at most once", async ({
  workspace,
  enter,
}) => {
  const { server } = workspace;
  const asking = await agent.refund(1250);
  const url = asking.url;
  const { page } = await enter(workspace.admin);
  await page.goto(`${server.origin}/queue`);
  await page.locator(`a[href="${new URL(url).pathname}"]`).click();
  await page.getByLabel("Note").fill("Still here");

  // After the ask was accepted, while its page is open: the agent continues to wait, nothing typed
  // is lost, and the same page decides.
  await server.kill9();
  await server.start();
  expect(asking.isRunning).toBe(true);
  await expect(page.getByLabel("Note")).toHaveValue("Still here");
  await approveButton(page).click();
  await expect(outcome(page, "Approved by you")).toBeVisible();

  // After the approval: the waiting agent still gets its grant.
  await server.kill9();
  await server.start();
  const { code, stdout: grant } = await asking.ended;
  expect(code).toBe(0);

  // While eight processes redeem the grant: at most one succeeds, and it stays redeemed.
  const redemptions = Array.from({ length: 8 }, () => agent.redeemRefund(1250, grant));
  await Promise.race(redemptions.map(({ ended }) => ended));
  await server.kill9();
  await server.start();
  const codes = (await Promise.all(redemptions.map(({ ended }) => ended))).map(({ code }) => code);
  expect(codes.filter((code) => code === 0).length).toBeLessThanOrEqual(1);
  expect(codes.filter((code) => code !== 0).every((code) => code === 41)).toBe(true);
  expect(await agent.redeemRefund(1250, grant).ended).toMatchObject({ code: 41, stdout: "" });
});

/** Runs `act` while a job of the server is under way, which waits for a lock. */
async function duringJob(server: TestServer, act: () => Promise<void>): Promise<void> {
  await withDatabase(server, (holder) =>
    holder.$client.begin(async (tx) => {
      await tx`lock table executions`;
      await withDatabase(server, async ({ $client: sql }) => {
        await sql`select graphile_worker.add_job('mark-uncertain')`;
        const running = () =>
          sql`select from graphile_worker.jobs where task_identifier = 'mark-uncertain' and locked_at is not null`;
        await expect.poll(async () => (await running()).length).toBeGreaterThan(0);
      });
      await act();
    }),
  ).catch((error: unknown) => expect(isDatabaseUnavailable(error), String(error)).toBe(true));
}

test("a stop takes less than five seconds whatever is open and leaves no process, and waiting agents get their answer after the restart", async ({
  workspace,
  enter,
}) => {
  const { server } = workspace;
  const asking = await agent.refund(1250);
  const url = asking.url;
  const file = path.join(server.dataFolder, "postgres/cluster/postmaster.pid");
  const database = `/proc/${readFileSync(file, "utf8").split("\n")[0]}`;
  expect(existsSync(database)).toBe(true);
  // The page listens to an event stream.
  const { page } = await enter(workspace.admin);
  await page.goto(`${server.origin}/queue`);
  const silent = connect(server.port, "127.0.0.1");
  await once(silent, "connect");
  await duringJob(server, async () => {
    const began = performance.now();
    expect(await server.stop()).toBe(0);
    expect(performance.now() - began).toBeLessThan(5000);
    expect(existsSync(database)).toBe(false);
  });
  await server.start();
  await page.goto(url);
  await approveButton(page).click();
  await expect(outcome(page, "Approved by you")).toBeVisible();
  expect(await asking.ended).toMatchObject({ code: 0 });
});
