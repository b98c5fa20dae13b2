import type { Page } from "@playwright/test";
import { expectAccessible } from "./fixtures/accessible.ts";
import { approveButton, deny, notice, outcome } from "./fixtures/approval-screen.ts";
import { saveAndPublish } from "./fixtures/publish-draft.ts";
import { publishType } from "./fixtures/publish-type.ts";
import { expect, test } from "./fixtures/test.ts";

/** The admin adds a rule about one agent to the draft, and publishes the draft. */
async function publishRule(page: Page, origin: string, rule: { title: string; agent: string; set: string }) {
  await page.goto(`${origin}/policy/draft/rules/new`);
  await page.getByLabel("Name", { exact: true }).fill(rule.title);
  if (rule.set === "Blocked") await page.getByLabel("Outcome", { exact: true }).selectOption("Block");
  else await page.getByLabel("Approvals required").selectOption(rule.set);
  await page.getByLabel("Action type", { exact: true }).selectOption("Change infrastructure");
  await page.getByText("More options").click();
  await page.getByRole("checkbox", { name: rule.agent, exact: true }).check();
  await saveAndPublish(page);
}

/** Holds back the first answer about a request's progress that the open page reads. */
async function holdFirstProgress(page: Page, url: string) {
  let [release, markRead] = [() => {}, () => {}];
  const released = new Promise<void>((resolve) => (release = resolve));
  const isRead = new Promise<void>((resolve) => (markRead = resolve));
  const path = `/api/queue/${url.split("/").at(-1)}`;
  await page.route(
    `**${path}`,
    async (route) => {
      const response = await route.fetch();
      markRead();
      await released;
      await route.fulfill({ response });
    },
    { times: 1 },
  );
  const arrive = async () => {
    const finished = page.waitForEvent("requestfinished", (request) => request.url().endsWith(path));
    release();
    await finished;
  };
  return { isRead, arrive };
}

// A batch with a request that another person decided is refused. A test lets reads of progress fail.
test.use({ expectedErrors: [/status of (40[09]|503)/] });

test("when a stricter policy is published, a pending request shows the new outcome before anyone signs, and a blocked request ends", async ({
  workspace,
  enter,
}) => {
  const { origin } = workspace.server;
  const agent = await workspace.agent("Infra bot");
  const asking = await agent.ask(["infra.change", "--resource", "cluster/main"]);
  const { page } = await enter(workspace.admin);
  await page.goto(asking.url);
  await page.getByLabel("Note").fill("Reading");
  await expect(approveButton(page)).toBeEnabled();

  const { page: admin } = await enter(workspace.admin);
  await publishRule(admin, origin, { title: "Two for infrastructure", agent: agent.name, set: "2" });
  await expect(notice(page)).toContainText("The policy changed");
  await expect(notice(page)).toContainText("2 approvals");
  await expect(approveButton(page)).toBeDisabled();
  await notice(page).getByRole("button", { name: "Reload" }).click();
  await expect(approveButton(page)).toBeEnabled();
  await page.getByRole("heading", { name: "Rule" }).click();
  await expect(page.getByRole("heading", { name: "Two for infrastructure" })).toBeVisible();
  await expect(page.getByLabel("Note")).toHaveValue("Reading");

  await publishRule(admin, origin, { title: "No infrastructure", agent: agent.name, set: "Blocked" });
  await expect(notice(page)).toContainText("A newer policy version blocks this action");
  await expect(approveButton(page)).toBeDisabled();
  expect(await asking.ended).toMatchObject({ code: 13, stdout: "" });
  const again = await agent.ask(["infra.change", "--resource", "cluster/main"]);
  expect(await again.ended).toMatchObject({ code: 11, stdout: "" });
});

test("a description published while a request is open: the approval of the earlier one is refused before the prompt, and a reload shows the new one", async ({
  workspace,
  enter,
}) => {
  const agent = await workspace.agent("Proxied bot");
  const type = "http.post.payments.example";
  const params = { method: "POST", path: "/refunds", body: { amount: 5 } };
  const asking = await agent.ask([type, "--params", JSON.stringify(params)]);
  const { page } = await enter(workspace.admin);
  // Holds back the news of the publication, which would disable the button before the press.
  await page.route("**/api/queue/*", () => {});
  await page.goto(asking.url);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(`Call the HTTP API ${type}`);
  await expect(page.getByText("Built-in description. No admin has reviewed it.")).toBeVisible();

  const fields = Object.keys(params).map((name) => ({
    path: `/${name}`,
    label: name,
    format: "json" as const,
  }));
  await publishType(workspace, {
    ...{ type, title: "Refund", risk: "spend", amountParam: null, currencyParam: null },
    descriptor: { intent: "Refund a customer by the payments API", fields },
  });
  const challenge = page.waitForResponse(/\/challenges$/);
  await approveButton(page).click();
  expect((await challenge).status()).toBe(409);
  await expect(notice(page)).toContainText("This request changed");
  await notice(page).getByRole("button", { name: "Reload" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Refund a customer by the payments API");
  await expect(page.getByText("Built-in description. No admin has reviewed it.")).toHaveCount(0);
  await approveButton(page).click();
  await expect(outcome(page, "Approved by you")).toBeVisible();
  expect(await asking.ended).toMatchObject({ code: 0 });
});

test("of requests approved together, the one that another person decided is left out before the prompt", async ({
  workspace,
  enter,
}) => {
  const bo = await workspace.person("Bodo");
  const agent = await workspace.agent("Batch bot", { backups: [bo] });
  const asks = [await agent.refund(1261), await agent.refund(1311), await agent.refund(1411.5)];
  const { page } = await enter(workspace.admin, { viewport: { width: 360, height: 640 } });
  await page.goto(`${workspace.server.origin}/queue`);
  await page.getByRole("link", { name: /^Review together.*Batch bot/ }).click();
  await expect(page.getByText("3 of 3 selected")).toBeVisible();
  await expectAccessible(page, "review together");
  const { page: backup } = await enter(bo);
  await backup.goto(asks[1]?.url ?? "");
  await deny(backup, "Refunded last week already");
  await expect(outcome(backup, "Denied by you")).toBeVisible();
  await page.getByRole("button", { name: "Approve 3 3,983.50\u00a0USD" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "1 left out" })).toContainText(
    /1,311\.00 USD.*Bodo denied this request/,
  );
  await page.getByRole("button", { name: /^Approve 2 / }).click();
  await expect(page.getByRole("heading", { name: "2 approved" })).toBeFocused();
  expect(await Promise.all(asks.map(async ({ ended }) => (await ended).code))).toEqual([0, 10, 0]);
  await page.getByRole("link", { name: /1,411\.50/ }).click();
  await expect(outcome(page, "Approved by you")).toBeVisible();
});

test("when an agent withdraws its request, the open page shows it and can't decide", async ({
  workspace,
  enter,
}) => {
  const agent = await workspace.agent("Withdrawing bot");
  const refund = ["refund.create", "--param", "amount=1250", "--param", "currency=USD"];
  const later = await agent.refund(1301);
  // A process, which gets the signal of Ctrl-C.
  const asking = await agent.ask(refund);
  const { page } = await enter(workspace.admin);
  const heldAnswer = await holdFirstProgress(page, asking.url);
  await page.goto(asking.url);
  await expect(approveButton(page)).toBeEnabled();
  await heldAnswer.isRead;
  asking.interrupt();
  expect(await asking.ended).toMatchObject({ code: 13, stdout: "" });
  await expect(notice(page)).toContainText("The agent withdrew this request");
  // What the page read before must not replace it.
  await heldAnswer.arrive();
  await expect(notice(page)).toContainText("The agent withdrew this request");
  await expect(page.getByText(/· until \d\d:\d\d/)).toBeHidden();
  await expect(page.getByText(/^If you do nothing/)).toBeHidden();
  await expect(approveButton(page)).toBeDisabled();
  const next = notice(page).getByRole("link", { name: "Next request" });
  await expect(next).toHaveAttribute("href", new RegExp(`^/requests/(?!${asking.url.split("/").at(-1)})`));
  await notice(page).getByRole("button", { name: "Reload" }).click();
  await expect(outcome(page, "Cancelled")).toBeVisible();
  later.interrupt();
  await later.ended;
});

test("when the page's later reads of an open request fail, the answer to an earlier one is shown", async ({
  workspace,
  enter,
}) => {
  const agent = await workspace.agent("Unheard bot");
  const asking = await agent.ask(["refund.create", "--param", "amount=1250", "--param", "currency=USD"]);
  const { page } = await enter(workspace.admin);
  let [release, reads] = [() => {}, 0];
  const released = new Promise<void>((resolve) => (release = resolve));
  await page.route(`**/api/queue/${asking.url.split("/").at(-1)}`, async (route) => {
    reads += 1;
    if (reads > 1) return route.fulfill({ status: 503 });
    await released;
    await route.continue();
  });
  await page.goto(asking.url);
  await expect.poll(() => reads).toBe(1);
  const failed = page.waitForResponse((response) => response.status() === 503);
  asking.interrupt();
  expect(await asking.ended).toMatchObject({ code: 13, stdout: "" });
  await failed;
  await expect(approveButton(page)).toBeEnabled();
  release();
  await expect(notice(page)).toContainText("The agent withdrew this request");
  await expect(approveButton(page)).toBeDisabled();
});
