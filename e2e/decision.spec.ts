import type { Route } from "@playwright/test";
import type { Agent } from "./fixtures/agent-machine.ts";
import { approveButton, deny, notice, outcome } from "./fixtures/approval-screen.ts";
import { cutOff } from "./fixtures/focus-ring.ts";
import { expect, test } from "./fixtures/test.ts";
import type { Person } from "./fixtures/workspace.ts";

let backup: Person;
let agent: Agent;
test.beforeAll(async ({ workspace }) => {
  backup = await workspace.person("Bo");
  agent = await workspace.agent("Decided bot", { backups: [backup] });
});

test("a denial takes two taps, ends the request, and the waiting agent gets the reason with what was typed", async ({
  workspace,
  enter,
}) => {
  const asking = await agent.refund(1250);
  const { page } = await enter(workspace.admin);
  await page.goto(asking.url);
  await page.getByRole("button", { name: "Deny…" }).click();
  const dialog = page.getByRole("dialog", { name: "Deny this request?" });
  await expect(dialog.getByRole("group", { name: "Reason" }).getByRole("button")).toHaveText([
    ...["Wrong amount", "Wrong target", "Not now", "Not needed"].map((text) => new RegExp(text)),
  ]);
  await expect(dialog.getByRole("button", { name: "Deny with message" })).toBeDisabled();
  await dialog.getByLabel("Message to the agent").fill("Refunded last week already");
  await dialog.getByRole("button", { name: "Not needed" }).click();
  await expect(outcome(page, "Denied by you")).toBeVisible();
  await expect(approveButton(page)).toHaveCount(0);
  expect(await asking.ended).toMatchObject({
    code: 10,
    stdout: "",
    stderr: expect.stringContaining("(not_needed): Not needed: Refunded last week already"),
  });
});

test("a denial that stands denies the next request without asking, and ends on the agent's page", async ({
  workspace,
  enter,
}) => {
  const repeating = await workspace.agent("Persistent bot");
  const asking = await repeating.refund(1250);
  const { page } = await enter(workspace.admin);
  await page.goto(asking.url);
  await page.getByRole("button", { name: "Deny…" }).click();
  const dialog = page.getByRole("dialog", { name: "Deny this request?" });
  await dialog.getByLabel("Also deny later requests").selectOption("The same action, for 1 day");
  await dialog.getByRole("button", { name: "Not needed" }).click();
  await expect(outcome(page, "Denied by you")).toBeVisible();
  expect(await asking.ended).toMatchObject({ code: 10 });
  const again = await repeating.refund(1250);
  const { code, stderr } = await again.ended;
  expect([code, stderr]).toEqual([10, expect.stringContaining("(not_needed): Not needed")]);
  await page.goto(asking.url.replace(/req_\w+/, /req_\w+/.exec(stderr)?.[0] ?? ""));
  await expect(outcome(page, "Denied by a standing denial")).toBeVisible();
  await page.goto(new URL(`/agents/${repeating.id}/permissions`, asking.url).href);
  const refunds = page.getByRole("row", { name: /refund\.create/ });
  await expect(refunds).toContainText("1 request denied");
  await refunds.getByRole("button", { name: /^End the standing denial/ }).click();
  await expect(refunds).toBeVisible();
  await expect(refunds.getByText("Standing denial")).toHaveCount(0);
  const last = await repeating.refund(1250);
  await page.goto(last.url);
  await expect(approveButton(page)).toBeEnabled();
  last.interrupt();
  await last.ended;
});

test("a request that expires while its page is open shows it in place, with the way on, and the agent gets the outcome", async ({
  workspace,
  enter,
}) => {
  const later = await agent.refund(1300);
  const asking = await agent.refund(1250, ["--expires-in", "15"]);
  const { page } = await enter(workspace.admin);
  let answer = () => {};
  const isAnswered = new Promise<void>((resolve) => {
    answer = resolve;
  });
  await page.route("**/api/queue/req_*", async (route) => {
    await isAnswered;
    await route.continue();
  });
  await page.goto(asking.url);
  await page.getByLabel("Note").fill("Looking into it");
  await expect(approveButton(page)).toBeEnabled();
  const outlook = page.getByText(/^If you do nothing, it expires at \d\d:\d\d .+ and isn't carried out\.$/);
  await expect(outlook).toBeVisible();
  await page.getByRole("button", { name: "Deny…" }).click();
  await page.getByRole("dialog").getByLabel("Message to the agent").fill("Half a rea");
  const scrolled = await page.evaluate(() => window.scrollY);
  // Until the server answers, another approver may have been in time.
  const expired = page.getByText(/^Expired at \d\d:\d\d [^.]+\.$/);
  await expect(expired).toBeVisible({ timeout: 20_000 });
  const unsent = page.getByRole("dialog", { name: "Your text wasn't sent" });
  await expect(unsent.getByLabel("Message to the agent")).toHaveValue("Half a rea");
  await expect(unsent.getByLabel("Note")).toHaveValue("Looking into it");
  await page.keyboard.press("Escape");
  await expect(unsent).toHaveCount(0);
  await expect(expired).toBeFocused();
  answer();
  await expect(page.getByText(/^Expired at \d\d:\d\d .+\. Nothing was approved\.$/)).toBeVisible();
  await expect(page.getByText(/· until \d\d:\d\d/)).toHaveCount(0);
  await expect(approveButton(page)).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Deny…" })).toHaveCount(0);
  await expect(page.getByLabel("Note")).toBeHidden();
  const viewUnsent = page.getByRole("button", { name: "View unsent text" });
  await viewUnsent.click();
  await expect(unsent.getByRole("button", { name: "Copy text" })).toBeVisible();
  await unsent.getByRole("button", { name: "Close" }).first().click();
  await expect(viewUnsent).toBeFocused();
  await expect(outlook).toBeHidden();
  expect(await page.evaluate(() => window.scrollY)).toBe(scrolled);
  expect(await asking.ended).toMatchObject({ code: 12, stdout: "" });
  await page.locator("[data-decision-bar]").getByRole("link", { name: "Next request" }).click();
  // This test's later request, or one that another test left pending.
  await expect(page).not.toHaveURL(asking.url);
  await page.goto(asking.url);
  await expect(outcome(page, "Expired")).toBeVisible();
  later.interrupt();
  await later.ended;
});

test.describe("without a connection", () => {
  test.use({ expectedErrors: [/net::ERR_/] });

  test("after a denial whose connection drops, the focus is on what happened", async ({
    workspace,
    enter,
  }) => {
    const asking = await agent.refund(1250);
    const { page } = await enter(workspace.admin);
    await page.goto(asking.url);
    await page.route("**/api/requests/*/denials", async (route) => {
      await page.context().setOffline(true);
      await route.abort("internetdisconnected");
    });
    await deny(page, "Not this one");
    await expect(page.getByRole("button", { name: "Reload" })).toBeDisabled();
    await expect(notice(page)).toBeFocused();
    expect(await cutOff(notice(page))).toEqual([]);
    asking.interrupt();
    await asking.ended;
  });

  test("a denial lets its approver continue before the server has answered; if it fails, a message wherever they are leads back to the request, which is still pending", async ({
    workspace,
    enter,
  }) => {
    const [denied, other] = [await agent.refund(1250), await agent.refund(1300)];
    const { page } = await enter(workspace.admin);
    await page.goto(denied.url);
    let drop = () => {};
    const isDropped = new Promise<void>((resolve) => {
      drop = resolve;
    });
    await page.route("**/api/requests/*/denials", async (route) => {
      await isDropped;
      await route.abort("connectionfailed");
    });
    await page.getByRole("button", { name: "Deny…" }).click();
    await page.getByRole("button", { name: "Not needed" }).click();
    const going = page.getByRole("region", { name: "Denying…" });
    await expect(going).toBeFocused();
    await going.getByRole("link", { name: "Next request" }).click();
    await expect(page).not.toHaveURL(denied.url);
    await expect(approveButton(page)).toBeEnabled();
    drop();
    await expect(page.getByText("Denial not confirmed: Refund a payment 1,250.00 USD")).toBeVisible();
    await page.getByRole("link", { name: "View request" }).click();
    await expect(page).toHaveURL(denied.url);
    await expect(approveButton(page)).toBeEnabled();
    await expect(page.getByText("Denial not confirmed")).toHaveCount(0);
    for (const one of [denied, other]) {
      one.interrupt();
      await one.ended;
    }
  });
});

test("a note typed before the page's scripts have loaded is kept and sent with the approval", async ({
  workspace,
  enter,
}) => {
  const asking = await agent.refund(1250);
  const { page } = await enter(workspace.admin);
  const delayed: Route[] = [];
  let isDelaying = true;
  await page.route("**/_next/static/**/*.js", async (route) => {
    if (isDelaying) delayed.push(route);
    else await route.continue();
  });
  await page.goto(asking.url, { waitUntil: "commit" });
  await page.getByLabel("Note").fill("Typed early");
  await expect(approveButton(page)).toBeDisabled();
  isDelaying = false;
  for (const route of delayed) await route.continue();
  await expect(approveButton(page)).toBeEnabled();
  await expect(page.getByLabel("Note")).toHaveValue("Typed early");
  await approveButton(page).click();
  await expect(outcome(page, "Approved by you")).toBeVisible();
  await expect(page.getByText("Typed early")).toBeVisible();
  expect(await asking.ended).toMatchObject({ code: 0 });
});

test("a reader sees and types times in their own zone, with UTC next to them; the audit log shows UTC", async ({
  workspace,
  enter,
}) => {
  const asking = await agent.refund(1250);
  const { page } = await enter(workspace.admin, { timezoneId: "Asia/Kathmandu" });
  await page.goto(asking.url);
  const asked = page.locator("time", { hasText: /\d\d:\d\d GMT\+5:45$/ }).first();
  await expect(asked).toHaveAttribute("title", /^\d+ \w{3} \d{4}, \d\d:\d\d UTC$/);
  await page.goto(`${workspace.server.origin}/policy/draft/rules/new`);
  await page.getByText("More options").click();
  await page.getByLabel(/^Expires/).fill("2026-12-01T12:00");
  await expect(page.getByLabel("Time zone").first()).toContainText("GMT+5:45");
  await expect(page.getByText("1 Dec 2026, 06:15 UTC")).toBeVisible();
  await expect(page.locator("input[name=expiresAt]")).toHaveValue("2026-12-01T06:15:00Z");
  await page.getByLabel("Time zone").last().selectOption("UTC");
  await expect(page.getByLabel(/^Expires/)).toHaveValue("2026-12-01T06:15");
  await page.goto(`${workspace.server.origin}/audit`);
  await expect(page.getByText(/^\d\d:\d\d:\d\d UTC$/).first()).toBeVisible();
  await expect(page.getByText("GMT+5:45")).toHaveCount(0);
  asking.interrupt();
  await asking.ended;
});

test("two approvers: each sees the other's approval arrive, and the agent gets its grant with the second", async ({
  workspace,
  enter,
}) => {
  const asking = await agent.refund(6000);
  const url = asking.url;
  const [{ page: first }, { page: second }] = [await enter(workspace.admin), await enter(backup)];
  for (const page of [first, second]) {
    await page.goto(url);
    await expect(page.getByText("0 of 2 approvals").first()).toBeVisible();
    await expect(approveButton(page)).toBeEnabled();
  }
  await approveButton(first).click();
  await expect(outcome(first, "You approved (1 of 2)")).toBeVisible();
  await expect(approveButton(first)).toHaveCount(0);
  await expect(notice(second)).toContainText("Ada approved");
  await expect(notice(second)).toContainText("1 of 2 approvals");
  expect(asking.isRunning).toBe(true);

  await approveButton(second).click();
  await expect(outcome(second, "Approved by Ada and you")).toBeVisible();
  const { code, stdout: grant } = await asking.ended;
  expect(code).toBe(0);
  await expect(outcome(first, "Approved by you and Bo")).toBeVisible();
  await first.getByText("Proof", { exact: true }).click();
  await expect(first.getByRole("link", { name: /^Download receipt/ })).toHaveCount(2);
  expect(await agent.redeemRefund(6000, grant).ended).toMatchObject({ code: 0 });
});

test.describe("two tabs at the same time", () => {
  test.use({ expectedErrors: [/status of 409|net::ERR_FAILED.*api.live/] });

  test("the second of two approvers learns that the request is decided, and who decided", async ({
    workspace,
    enter,
  }) => {
    const asking = await agent.refund(1250);
    const [{ page: late }, { page: quick }] = [await enter(workspace.admin), await enter(backup)];
    // A tab without live updates learns of the decision only by its own attempt.
    await late.route("**/api/live*", (route) => route.abort());
    for (const page of [late, quick]) await page.goto(asking.url);
    await expect(approveButton(late)).toBeEnabled();
    await approveButton(quick).click();
    await expect(outcome(quick, "Approved by you")).toBeVisible();

    await approveButton(late).click();
    await expect(notice(late)).toContainText("Approved by Bo");
    await expect(approveButton(late)).toBeDisabled();
    expect(await asking.ended).toMatchObject({ code: 0 });
    await notice(late).getByRole("button", { name: "Reload" }).click();
    await expect(outcome(late, "Approved by Bo")).toBeVisible();
  });
});
