import type { Page } from "@playwright/test";
import { dayText } from "#components/coverage/figure-text.ts";
import { addSeconds } from "#lib/kernel/clock";
import { newId } from "#lib/kernel/ids";
import { expectAccessible } from "./fixtures/accessible.ts";
import { OpenWorkspace } from "./fixtures/open-workspace.ts";
import { expect, test } from "./fixtures/test.ts";
import type { Person } from "./fixtures/workspace.ts";

const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };

let open: OpenWorkspace;
let auditor: Person;
let owner: Person;

// Two agents and a third whose owner left; a month of requests, inserted directly into the tables.
test.beforeAll(async ({ browser }) => {
  test.setTimeout(180_000);
  open = await OpenWorkspace.open(browser);
  auditor = await open.workspace.person("Aud", ["Auditor"]);
  owner = await open.workspace.person("Olga");
  const gone = await open.workspace.person("Gil");
  const [bot] = [
    await open.workspace.agent("Refund bot", { owner }),
    await open.workspace.agent("Deploy bot", { owner }),
    await open.workspace.agent("Lost bot", { owner: gone }),
  ];
  await open.db.$client`update agents set status = 'quarantined' where name = 'Lost bot'`;
  await open.db.$client`update people set status = 'left' where name = 'Gil'`;
  await open.db
    .$client`update agent_keys set created_at = now() - interval '100 days' where agent_id = ${bot.id}`;
  for (let days = 0; days < 30; days++) await aDay(bot.id, days);
  await open.db.$client`
    insert into requests (id, agent_id, agent_key_id, webhook_id, body_hash, state, action, action_type, action_digest, owner_id, owner_epoch,
      policy_version, rule_ids, unchecked, approvals_required, approvals_given, grant_ttl_seconds, created_at, expires_at, closed_at)
    select ${newId("req", new Date())}, a.id, 'key', 'unchecked', '\\x00', 'approved', '{"params":{},"type":"wire.unknown"}', 'wire.unknown', 'digest',
      a.owner_id, 1, 1, '{}', 'rules', 1, 1, 300, now() - interval '190 seconds', now(), now() from agents a where a.id = ${bot.id}`;
  await sixDecisions(bot.id);
});
test.afterAll(() => open.close());

/** Six approvals by three people: two within 2 seconds of the page, four after 20 seconds. */
async function sixDecisions(agentId: string): Promise<void> {
  await open.db.$client`
    with decided as (
      select n, left(${newId("req", new Date())}, 20) || lpad(n::text, 10, '0') as id, p.id as person_id
      from generate_series(0, 5) n join (select id, row_number() over (order by id) as place from people limit 3) p on p.place = n % 3 + 1),
    asked as (
      insert into requests (id, agent_id, agent_key_id, webhook_id, body_hash, state, action, action_type, action_digest, owner_id, owner_epoch,
        policy_version, rule_ids, approvals_required, approvals_given, grant_ttl_seconds, created_at, expires_at, closed_at)
      select d.id, a.id, 'key', d.id, '\\x00', 'approved', '{"params":{},"type":"refund.create"}', 'refund.create', 'digest',
        a.owner_id, 1, 1, '{rule}', 1, 1, 300, now() - interval '190 seconds', now(), now() from decided d join agents a on a.id = ${agentId})
    insert into approvals (id, request_id, person_id, decision, capacity, statement, credential_id, public_key, authenticator_data, client_data_json,
      signature, passkey_origin, shown_at, created_at)
    select left(${newId("apr", new Date())}, 20) || lpad(n::text, 10, '0'), id, person_id, 'approve', 'owner', '\\x01', 'key', '\\x01', '\\x01', '\\x01',
      '\\x01', '{}', now() - case when n < 2 then interval '2 seconds' else interval '20 seconds' end, now() from decided`;
}

/** The requests that ended on one day: more towards today. */
async function aDay(agentId: string, daysAgo: number): Promise<void> {
  const at = addSeconds(new Date(), -daysAgo * 86_400);
  const types = [
    ...Array<string>(40 - daysAgo).fill("request.allowed"),
    ...["request.approved", "request.approved", "grant.redeemed", "grant.redeemed"],
    ...(daysAgo % 3 === 0 ? ["request.denied"] : []),
    ...(daysAgo % 5 === 0 ? ["request.blocked", "request.expired"] : []),
  ];
  const rows = types.map((type) => ({ id: newId("evt", at), at: at.toISOString(), type }));
  await open.db.$client`
    insert into audit_events (id, at, type, actor_id, agent_id, body)
    select id, at, type, ${agentId}, ${agentId}, convert_to('{"actor":{"id":"' || ${agentId} || '","type":"agent"},"at":"' || at ||
      '","data":{},"id":"' || id || '","subject":{"agent":"' || ${agentId} || '"},"type":"' || type || '","v":1}', 'UTF8')
    from json_to_recordset(${JSON.stringify(rows)}::text::json) as e(id text, at timestamptz, type text)`;
  if (daysAgo % 3 === 0) await unusedGrant(agentId, at);
}

/** A grant that expired at this moment. */
async function unusedGrant(agentId: string, at: Date): Promise<void> {
  await open.db.$client`
    with request as (
      insert into requests (id, agent_id, agent_key_id, webhook_id, body_hash, state, action, action_type, action_digest, owner_id,
        owner_epoch, policy_version, rule_ids, approvals_required, grant_ttl_seconds, created_at, expires_at, closed_at)
      select ${newId("req", at)}, a.id, 'key', ${at.toISOString()}::text, '\\x00', 'allowed', '{"params":{},"type":"refund.create"}', 'refund.create',
        'digest', a.owner_id, 1, 1, '{rule}', 0, 300, ${at.toISOString()}::timestamptz, now(), now() from agents a where a.id = ${agentId} returning *)
    insert into grants (id, request_id, agent_id, owner_id, owner_epoch, action_digest, kid, claims, state, issued_at, expires_at)
    select ${newId("gnt", at)}, id, agent_id, owner_id, 1, 'digest', 'kid', '{}', 'issued', created_at, created_at from request`;
}

function card(page: Page, name: string) {
  return page.getByRole("region", { name, exact: true });
}

test("what needs attention comes first, each with its verb, and clear checks are folded", async ({
  newContext,
}) => {
  test.slow();
  const page = await open.page(newContext, auditor);
  const dashboard = `${open.origin}/coverage`;
  await page.goto(dashboard);
  const attention = card(page, "Needs attention");
  await expect(page.getByRole("main").getByRole("region").first()).toHaveAccessibleName("Needs attention");
  await expect(attention.getByRole("heading", { level: 3 })).toContainText([
    ...["Quarantined agents1 agent", "Agents without an active owner1 agent", "Agents with old keys1 agent"],
    ...["Rules that couldn't be checked1 request", "No rule matched1 request"],
  ]);
  await expect(attention.getByText("Overdue break-glass reviews")).toBeHidden();
  await attention.getByText(/^\d+ checks are clear$/).click();
  await expect(attention.getByText("Overdue break-glass reviews")).toBeVisible();
  await attention.getByRole("link", { name: "Resolve Agents without an active owner" }).click();
  await expect(page.getByRole("link", { name: /Lost bot/ })).toBeVisible();
  await expect(card(page, "Agents").getByRole("listitem")).toHaveCount(1);

  await page.goto(dashboard);
  await attention.getByRole("link", { name: "Resolve Quarantined agents" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Quarantined agents" })).toBeVisible();
  await expect(page.getByText("Lost bot")).toBeVisible();

  await page.goto(dashboard);
  await attention.getByRole("link", { name: "Review No rule matched" }).click();
  await expect(card(page, "Requests").getByRole("link")).toHaveCount(1);
});

test("every number on the coverage page links to the rows it counts, and its definition is a button away", async ({
  newContext,
}) => {
  test.slow();
  const page = await open.page(newContext, auditor);
  const dashboard = `${open.origin}/coverage`;
  await page.goto(dashboard);
  await expect(card(page, "Active owner")).toContainText("66%2 of 3 agents");
  await page.getByRole("button", { name: "About Active owner" }).press("Enter");
  await expect(page.getByText("Non-revoked agents whose owner is active")).toBeVisible();
  await expectAccessible(page, "an open definition");
  await page.keyboard.press("Escape");
  await expect(page.getByText("Non-revoked agents whose owner is active")).toBeHidden();
  await card(page, "Keys under 90 days").getByRole("link", { name: "2 of 3 agents" }).click();
  await expect(page.getByRole("link", { name: /Deploy bot/ })).toBeVisible();
  await expect(page.getByRole("link", { name: /Refund bot/ })).toHaveCount(0);

  await page.goto(dashboard);
  await page.getByLabel("Maximum key age").fill("120");
  await page.getByRole("button", { name: "Apply" }).click();
  await expect(card(page, "Keys under 120 days")).toContainText("100%");

  await page.goto(dashboard);
  await card(page, "Decisions").getByRole("link", { name: "10 denied" }).click();
  await expect(card(page, "Events").getByText("denied a request")).toHaveCount(10);

  await page.goto(dashboard);
  await expect(card(page, "Median time to decide")).toContainText("3 min 10 s");
  await expect(card(page, "Decisions").getByText("0 cancelled")).toBeVisible();
  await card(page, "Unused grants").getByRole("link", { name: "10 of 70 grants" }).click();
  await expect(card(page, "Requests").getByRole("link")).toHaveCount(10);
});

test("a figure about decisions links to its requests, too little data is no figure, and the chart has a table of the same numbers, each linked to its day", async ({
  newContext,
}) => {
  const page = await open.page(newContext, auditor);
  await page.goto(`${open.origin}/coverage`);
  const decided = card(page, "How people decide");
  await expect(decided.getByRole("listitem").filter({ hasText: "Financial" })).toContainText(
    "Median 20 s90th percentile 20 s6 requests",
  );
  await expect(decided.getByRole("listitem").filter({ hasText: "Destructive" })).toContainText(
    "Too little data",
  );
  await expect(decided.getByRole("listitem").filter({ hasText: "under 3 seconds" })).toContainText("33%");
  await decided.getByRole("link", { name: "2 of 6 requests" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Approved in under 3 seconds" })).toBeVisible();
  await expect(card(page, "Requests").getByRole("listitem")).toHaveCount(2);
  await expectAccessible(page, "the list behind a figure");
  await card(page, "Requests").getByRole("link").first().click();
  await expect(page).toHaveURL(/\/requests\/req_/);

  await page.goto(`${open.origin}/coverage`);
  await page.getByRole("link", { name: "90 days, weekly" }).click();
  await expect(
    page.getByRole("img", { name: /^Requests by week and outcome: 765 auto-approved/ }),
  ).toBeVisible();
  await page.goto(`${open.origin}/coverage`);
  await page.getByText("View as table").click();
  const today = page.getByRole("row").nth(1);
  await expect(today).toContainText(dayText(new Date(), { withYear: true }));
  await today.getByRole("link", { name: "2" }).click();
  await expect(card(page, "Events")).toContainText("approved a request 2 times");
});

test("coverage page, report and downloads show the same figures, and the report prints without navigation", async ({
  newContext,
}) => {
  test.slow();
  const page = await open.page(newContext, auditor);
  await page.goto(`${open.origin}/coverage`);
  await page.getByRole("link", { name: "Control evidence" }).click();
  await expectAccessible(page, "the frameworks");
  const href = await page.getByRole("link", { name: "Download JSON" }).getAttribute("href");
  const report = await (await page.request.get(open.origin + (href ?? ""))).json();
  const asi02 = report.frameworks[0].controls[1];
  expect(asi02).toMatchObject({ id: "ASI02", extent: "enforced" });
  expect(asi02.figures).toContainEqual(expect.objectContaining({ id: "grantsUnused", value: 10, total: 70 }));
  const queries = await page.getByRole("link", { name: "Download queries" }).getAttribute("href");
  expect(await (await page.request.get(open.origin + (queries ?? ""))).text()).toContain("from grants");
  await page.getByRole("link", { name: "OWASP Top 10 for Agentic Applications" }).click();
  const control = card(page, "ASI02 Tool Misuse and Exploitation");
  await expect(control).toContainText("10 of 70 grants");
  await page.getByRole("navigation", { name: "Contents" }).getByRole("link", { name: "ASI10" }).click();
  await expect(page).toHaveURL(/#asi10$/);
  await control.getByRole("link", { name: "Unused grants" }).click();
  await expect(card(page, "Figures")).toContainText("Share of closed grants");
  await page.emulateMedia({ media: "print" });
  await expect(page.getByRole("navigation", { name: "Main", exact: true })).toBeHidden();
  await expect(page.getByRole("navigation", { name: "Contents" })).toBeHidden();
  await page.emulateMedia({ media: "screen" });
  await expectAccessible(page, "the evidence report");
});

test("the coverage page is reached from More on a phone, and is accessible in both themes", async ({
  newContext,
}) => {
  test.slow();
  const context = await newContext({ storageState: auditor.cookies, ...phone });
  const page = await context.newPage();
  await page.goto(`${open.origin}/queue`);
  await page.getByRole("button", { name: "More" }).tap();
  await page.getByRole("link", { name: "Coverage" }).tap();
  await expect(page.getByRole("heading", { level: 1, name: "Coverage" })).toBeVisible();
  await page.getByText("View as table").tap();
  await expectAccessible(page, "the coverage dashboard");
});

test.describe("who may not see everything", () => {
  test.use({ expectedErrors: [/status of 404/] });

  test("a person without the right role gets no coverage page and no report", async ({ newContext }) => {
    const page = await open.page(newContext, owner);
    for (const path of [
      ...["/coverage", "/coverage/evidence", "/coverage/evidence/soc-2", "/coverage/decisions"],
      "/api/coverage/evidence.json",
    ]) {
      expect((await page.request.get(open.origin + path)).status(), path).toBe(404);
    }
    await page.goto(`${open.origin}/queue`);
    await expect(page.getByRole("link", { name: "Coverage" })).toHaveCount(0);
  });
});
