import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expectAccessible } from "./fixtures/accessible.ts";
import type { Agent } from "./fixtures/agent-machine.ts";
import { approveButton, deny, outcome } from "./fixtures/approval-screen.ts";
import { withDatabase } from "./fixtures/database.ts";
import { firstScripts, scriptBudget } from "./fixtures/script-weight.ts";
import { expect, test } from "./fixtures/test.ts";
import type { Workspace } from "./fixtures/workspace.ts";

let agent: Agent;
test.beforeAll(async ({ workspace }) => {
  agent = await workspace.agent("Accessible bot");
});

/** Checked in the specs that fill them with more than this workspace has. */
const checkedElsewhere = [
  ...["/people/impact", "/people/*/offboard", "/people/groups"],
  ...["/agents/mine", "/agents/orphaned", "/agents/*/activity", "/requests/break-glass"],
  ...["/policy?sheet=draft/rules/new", "/policy/thresholds/refund", "/policy/try"],
  ...["/policy/actions", "/policy/import", "/settings/tokens", "/settings/notifications"],
  ...["/channels", "/channels/mail", "/channels/chat"],
  ...["/channels/webhooks/new", "/freeze"],
];

test("each page that is left to another spec is checked there", () => {
  const specs = readdirSync(import.meta.dirname, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".spec.ts"))
    .map((file) => readFileSync(path.join(import.meta.dirname, file), "utf8"));
  const checked = specs.flatMap((text) => [...text.matchAll(/expectAccessible\([^;]+?\bat: "([^"]+)"/g)]);
  expect(checked.map(([, address]) => address).sort()).toEqual([...checkedElsewhere].sort());
});

test("each page of an admin that no other spec checks is accessible, in both themes, at every width, and every page's scripts are in budget", async ({
  workspace,
  enter,
}, testInfo) => {
  test.slow();
  const { origin } = workspace.server;
  const { page } = await enter(workspace.admin);
  const ask = (amount: number) => agent.refund(amount, ["--context", '{"conversation":"c-19"}']);
  const [approved, denied] = await Promise.all([ask(1250), ask(1300)]);
  // Asked later than the others: a request is compared with earlier ones.
  const pending = await ask(6000);
  await page.goto(denied.url);
  await deny(page, "Not this one");
  await expect(outcome(page, "Denied by you")).toBeVisible();
  await expectAccessible(page, "a denied request");
  await page.goto(approved.url);
  await approveButton(page).click();
  await expect(outcome(page, "Approved by you")).toBeVisible();
  await expectAccessible(page, "an approved request");

  await becomesUncertain(workspace, approved.url);
  await page.goto(`${origin}/queue`);
  const uncertain = page.getByRole("region", { name: "Uncertain" });
  await expectAccessible(page, "the queue with an uncertain action");
  await uncertain.getByRole("button", { name: /^Resolve…/ }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Resolve action" }).click();
  await expectAccessible(page, "the dialogue in which a finding is missing");
  await dialog.getByLabel("It didn't run").check();
  await dialog.getByLabel("Note").fill("The tool's log has no such call.");
  await dialog.getByRole("button", { name: "Resolve action" }).click();
  await expect(uncertain).toHaveCount(0);
  await page.goto(approved.url);
  await expect(page.getByRole("region", { name: "Activity" })).toContainText("recorded that it didn't run");
  await expectAccessible(page, "a request with a resolved execution");

  await approveFourMore(workspace, approved.url);
  await page.goto(`${origin}/queue`);
  await page.getByRole("link", { name: /6,000\.00.*Unusually large/ }).click();
  await expect(approveButton(page)).toBeEnabled();
  const unusual = page.getByRole("main");
  await expect(unusual).toContainText("Amount is 4 times the largest of the last 5 approved");
  await expect(unusual).toContainText("Half of the last 5 were at most 14.00 USD.");
  await unusual.getByText(/^Amount is 4 times the largest/).click();
  await expect(unusual.getByText(/^Closest approved request/)).toBeVisible();
  await expect(unusual.getByRole("row", { name: "Amount 1,250.00 USD 6,000.00 USD" })).toBeVisible();
  await expectAccessible(page, "a waiting request");
  await page.goto(`${pending.url}/break-glass`);
  await expect(page.getByRole("heading", { level: 1, name: "Refund 6,000.00 USD" })).toBeVisible();
  await expect(page.getByText("Amount is 4 times the largest of the last 5 approved")).toBeVisible();
  await page.goto(pending.url);
  await page.getByRole("button", { name: "Deny…" }).click();
  await expect(page.getByRole("button", { name: "Not needed" })).toBeVisible();
  await expectAccessible(page, "the dialogue of Deny");

  await page.goto(`${origin}/people`);
  const person = await page.getByRole("main").getByRole("link", { name: /Ada/ }).getAttribute("href");
  const boundary = `/boundaries/${await workspace.mappedBoundary("Laptop")}`;
  const ofAgent = (tab: string) => `/agents/${agent.id}/${tab}`;
  const paths = [
    ...[boundary, `${boundary}/mapping`, `${boundary}/mapping/1`, `${boundary}/mapping?restore=1`],
    ...["/queue", "/queue?state=decided", "/queue?agent=agt_0", "/agents", `/agents/${agent.id}`],
    ...["requests", "permissions", "keys", "transfer"].map(ofAgent),
    ...["passkeys", "delegations", "recover"].map((tab) => `${person}/${tab}`),
    ...["/connect", "/connect/mcp", "/connect/ci", `/connect/gateway?agent=${agent.id}`],
    ...["/queue/test", "/people", person ?? "", "/people/invite"],
    ...["/agents?status=active&keys=none", "/settings/owners", "/people/groups/new", "/policy"],
    ...["/policy/versions", "/policy/versions/1", "/policy?sheet=thresholds/refund"],
    ...["/policy?sheet=draft/rules/payment", "/policy/actions/new", "/policy/actions/types/refund.create"],
    ...["/policy/cedar", "/policy/thresholds/new", "/settings/sessions", "/channels/webhooks"],
    ...["/channels/web-push", "/channels/failed", "/audit", "/settings"],
    ...["/settings/keys", "/settings/tools", "/settings/tools/new", "/boundaries"],
    ...["/boundaries/new", "/docs", "/docs/errors", "/downloads"],
    ...["/policy/thresholds/new?action=refund.create&measure=sum", "/policy/draft/rules/payment"],
  ];
  const weights: string[] = [];
  const expectLight = async (path: string, html: string) => {
    const { bytes } = await firstScripts(page, html);
    weights.push(`${bytes} ${path}`);
    expect
      .soft(bytes, `${path}: compressed bytes of its first scripts`)
      .toBeLessThan(scriptBudget(origin + path));
  };
  for (const path of paths) {
    const response = await page.goto(origin + path);
    expect.soft(response?.status(), path).toBe(200);
    await expectLight(path, (await response?.text()) ?? "");
    const icons = await page.locator("use").evaluateAll((all) => all.map((use) => use.getAttribute("href")));
    const known = await page.locator("symbol").evaluateAll((all) => all.map(({ id }) => `#${id}`));
    expect.soft(known, `${path}: the sprite has each icon`).toEqual(expect.arrayContaining(icons));
    await expectAccessible(page, path, { everyCombination: path === "/queue" });
  }
  for (const address of checkedElsewhere) {
    const path = address.replace("/people/*", person ?? "").replace("/agents/*", `/agents/${agent.id}`);
    const response = await page.request.get(origin + path);
    expect.soft(response.status(), path).toBe(200);
    await expectLight(path, await response.text());
  }
  testInfo.annotations.push({ type: "first scripts", description: weights.join("\n") });
  pending.interrupt();
  await pending.ended;
});

test("a screen reader hears nothing until something happens, and each thing once", async ({
  workspace,
  enter,
}) => {
  const asking = await agent.refund(1350);
  const { page, authenticator } = await enter(workspace.admin);
  const spoken = () => page.locator("[role=status], [role=alert], [aria-live]").filter({ hasText: /\S/ });
  await page.goto(`${workspace.server.origin}/queue`);
  await expect(page.getByRole("heading", { level: 1, name: "Requests" })).toBeVisible();
  await expect(spoken()).toHaveCount(0);

  await page.goto(asking.url);
  await expect(approveButton(page)).toBeEnabled();
  await expect(spoken()).toHaveCount(0);
  await expect(page.getByText(/^1[45] min left · until \d\d:\d\d/)).toBeVisible();

  await page.getByRole("button", { name: "Deny…" }).click();
  const dialog = page.getByRole("dialog", { name: "Deny this request?" });
  // Nothing that denies has the focus at first.
  await expect(dialog.getByRole("heading", { name: "Deny this request?" })).toBeFocused();
  await page.keyboard.press("Escape");

  await authenticator.setPresence(false);
  await approveButton(page).click();
  await expect(spoken()).toHaveText(["Waiting for your passkey…"]);
  await expect(approveButton(page)).toHaveAccessibleDescription("");
  asking.interrupt();
  await asking.ended;
});

/** Four more approvals, of 12 to 15 USD, as if they were older than this one. */
async function approveFourMore({ server }: Workspace, url: string): Promise<void> {
  const requestId = url.split("/").at(-1) ?? "";
  await withDatabase(
    server,
    (db) => db.$client`
      insert into requests select (jsonb_populate_record(r, jsonb_build_object('id', left(r.id, 20) || lpad(n::text, 10, '0'),
        'webhook_id', 'older-' || n, 'amount', n, 'action', '{"params":{},"type":"refund.create"}'))).*
      from requests r, generate_series(12, 15) n where r.id = ${requestId}`,
  );
}

/** The request's action was redeemed, and no report came in time. */
async function becomesUncertain({ server }: Workspace, url: string): Promise<void> {
  const requestId = url.split("/").at(-1) ?? "";
  await withDatabase(
    server,
    (db) => db.$client`
      insert into executions (request_id, grant_id, agent_id, state, started_at, due_at, uncertain_at)
      select request_id, id, agent_id, 'uncertain', now(), now(), now() from grants where request_id = ${requestId}`,
  );
}

test("from any page, Skip to content passes all navigation, also the sections of the settings", async ({
  workspace,
  enter,
}) => {
  const { page } = await enter(workspace.admin);
  for (const path of ["/agents", "/settings", "/settings/sessions"]) {
    await page.goto(workspace.server.origin + path);
    await page.keyboard.press("Tab");
    const skip = page.getByRole("link", { name: "Skip to content" });
    await expect(skip).toBeFocused();
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    const focused = page.locator("main :focus");
    await expect(focused, path).toHaveCount(1);
    await expect(page.getByRole("navigation", { name: "Settings" }).locator(":focus"), path).toHaveCount(0);
  }
});

test.describe("signed out", () => {
  test.use({ expectedErrors: [/status of 404/] });

  test("every page of a stranger is accessible, in both themes, at every width, with its scripts in budget", async ({
    workspace,
    page,
  }) => {
    const { origin, setupLink } = workspace.server;
    const invitation = await workspace.asAdmin((admin) => workspace.invite(admin, "Lou"));
    for (const url of [
      `${origin}/signin`,
      invitation,
      `${origin}/enroll/none`,
      setupLink,
      `${origin}/no/page`,
      `${origin}/offline`,
    ]) {
      const html = (await (await page.goto(url))?.text()) ?? "";
      expect((await firstScripts(page, html)).bytes, url).toBeLessThan(scriptBudget(url));
      await expectAccessible(page, new URL(url).pathname.split("/")[1] ?? "");
    }
  });
});
