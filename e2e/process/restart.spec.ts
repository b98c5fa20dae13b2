import type { Agent } from "../fixtures/agent-machine.ts";
import { approveButton, outcome } from "../fixtures/approval-screen.ts";
import { expect, test } from "../fixtures/test.ts";

// While the server is down an open page cannot listen, and the browser logs that to its console.
test.use({ expectedErrors: [/net::ERR_|status of 503/] });

let agent: Agent;
test.beforeAll(async ({ workspace }) => {
  agent = await workspace.agent("Patient bot");
});

test("kill -9 at every step loses no accepted request, and one grant is redeemed once", async ({
  workspace,
  enter,
}) => {
  const { server } = workspace;
  const asking = await agent.refund(1250);
  const url = asking.url;

  // After the ask was accepted: the process continues to wait, and the request exists.
  await server.kill9();
  await server.start();
  const { page } = await enter(workspace.admin);
  await page.goto(`${server.origin}/queue`);
  await page.locator(`a[href="${new URL(url).pathname}"]`).click();
  await page.getByLabel("Note").fill("Still here");
  expect(asking.isRunning).toBe(true);

  // While the page is open: nothing typed is lost, and the same page decides.
  await server.kill9();
  await server.start();
  await expect(page.getByLabel("Note")).toHaveValue("Still here");
  await approveButton(page).click();
  await expect(outcome(page, "Approved by you")).toBeVisible();

  // After the approval: the waiting process still gets its grant.
  await server.kill9();
  await server.start();
  const { code, stdout: grant } = await asking.ended;
  expect(code).toBe(0);
  expect(await agent.redeemRefund(1250, grant).ended).toMatchObject({ code: 0 });

  // After the redemption: it stays redeemed.
  await server.kill9();
  await server.start();
  expect(await agent.redeemRefund(1250, grant).ended).toMatchObject({ code: 41, stdout: "" });
});

test("kill -9 during many redemptions of one grant: at most one succeeds", async ({ workspace }) => {
  const { server } = workspace;
  const { stdout: grant } = await agent.refundToEnd(60);
  const redemptions = Array.from({ length: 8 }, () => agent.redeemRefund(60, grant));
  await Promise.race(redemptions.map(({ ended }) => ended));
  await server.kill9();
  await server.start();
  const codes = (await Promise.all(redemptions.map(({ ended }) => ended))).map(({ code }) => code);
  expect(codes.filter((code) => code === 0).length).toBeLessThanOrEqual(1);
  expect(codes.filter((code) => code !== 0).every((code) => code === 41)).toBe(true);
  expect(await agent.redeemRefund(60, grant).ended).toMatchObject({ code: 41 });
});

test("a regular stop asks waiting agents to retry, and they get their answer after the restart", async ({
  workspace,
  enter,
}) => {
  const { server } = workspace;
  const asking = await agent.refund(1250);
  const url = asking.url;
  expect(await server.stop()).toBe(0);
  await server.start();
  const { page } = await enter(workspace.admin);
  await page.goto(url);
  await approveButton(page).click();
  await expect(outcome(page, "Approved by you")).toBeVisible();
  expect(await asking.ended).toMatchObject({ code: 0 });
});
